using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>Looks through stored rows for what a backtest should know.</summary>
internal static class QualityCheck
{
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="rows">The rows as the files have them; put into order here.</param>
    /// <param name="jumpThreshold">The least |close / previous close - 1| that is told.</param>
    /// <param name="record">What the rows' source was asked for; null when nobody knows.</param>
    public static SeriesQualityReport Check(
        Symbol symbol,
        Timeframe timeframe,
        CandleColumns rows,
        double jumpThreshold,
        CollectionRecord? record
    )
    {
        var outOfOrder = CandleOrder.Sort(rows);
        var duplicates = CandleOrder.KeepLastOfEqualTimes(rows);
        var (gaps, expected, present) = Gaps(rows.Times, timeframe, record);
        return new SeriesQualityReport(
            symbol,
            timeframe,
            rows.Count == 0 ? null : rows.Times[0],
            rows.Count == 0 ? null : rows.Times[^1],
            rows.Count,
            expected,
            expected == 0 ? 0 : (double)present / expected,
            gaps,
            CoverageCalendar.Of(rows.Times, timeframe, gaps),
            record?.Source,
            duplicates,
            outOfOrder,
            InvalidBars(rows),
            rows.Volume.Count(0.0),
            Jumps(rows, jumpThreshold)
        );
    }

    private static (List<CandleGap> Gaps, long Expected, long Present) Gaps(
        ReadOnlySpan<long> times,
        Timeframe timeframe,
        CollectionRecord? record
    )
    {
        var gaps = new List<CandleGap>();
        if (times.IsEmpty)
            return (gaps, 0, 0);

        var open = timeframe.OpenOf(times[0]);
        var (expected, present) = (1L, 1L);
        foreach (var time in times[1..])
        {
            var next = timeframe.OpenOf(time);
            if (next == open)
                continue;

            var steps = BarsBetween(open, next, timeframe);
            if (steps > 1)
                AddGap(gaps, new TimeRange(timeframe.EndOf(open), next), timeframe, record);
            expected += steps;
            present++;
            open = next;
        }

        return (gaps, expected, present);
    }

    // What the source was asked for it never made; the record may tell so of parts of a gap.
    private static void AddGap(List<CandleGap> gaps, TimeRange gap, Timeframe timeframe, CollectionRecord? record)
    {
        var at = gap.StartUtc;
        foreach (var unknown in record?.Missing(gap) ?? [gap])
        {
            // Bars of which the record knows a part only are not known.
            var (from, to) = (timeframe.OpenOf(unknown.StartUtc), Math.Min(gap.EndUtc, Ceiling(timeframe, unknown.EndUtc)));
            Add(at, from, CandleGapReason.NoTrade);
            Add(Math.Max(at, from), to, CandleGapReason.Unknown);
            at = Math.Max(at, to);
        }

        Add(at, gap.EndUtc, CandleGapReason.NoTrade);

        void Add(long from, long to, CandleGapReason reason)
        {
            if (from >= to)
                return;
            if (gaps is [.., var last] && last.ToUtc == from && last.Reason == reason && from > gap.StartUtc)
                gaps[^1] = last with { ToUtc = to, Bars = BarsBetween(last.FromUtc, to, timeframe) };
            else
                gaps.Add(new CandleGap(from, to, BarsBetween(from, to, timeframe), reason));
        }
    }

    private static long Ceiling(Timeframe timeframe, long utc)
    {
        var open = timeframe.OpenOf(utc);
        return open == utc ? utc : timeframe.EndOf(open);
    }

    private static long BarsBetween(long open, long next, Timeframe timeframe)
    {
        if (timeframe != Timeframe.OneMonth)
            return (next - open) / timeframe.NominalMicroseconds;

        var (from, to) = (UnixTime.ToDateTime(open), UnixTime.ToDateTime(next));
        return ((to.Year - from.Year) * 12) + to.Month - from.Month;
    }

    private static List<InvalidBar> InvalidBars(CandleColumns rows)
    {
        var invalid = new List<InvalidBar>();
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Fault is var fault and not CandleFault.None)
                invalid.Add(new InvalidBar(rows.Times[i], fault));
        }

        return invalid;
    }

    private static List<PriceJump> Jumps(CandleColumns rows, double threshold)
    {
        var jumps = new List<PriceJump>();
        double? previous = null;
        for (var i = 0; i < rows.Count; i++)
        {
            if (!rows[i].IsValid)
                continue;
            var close = rows.Close[i];
            if (close / previous - 1 is { } change && Math.Abs(change) > threshold)
                jumps.Add(new PriceJump(rows.Times[i], change));
            previous = close;
        }

        return jumps;
    }
}
