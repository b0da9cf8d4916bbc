using System.Runtime.InteropServices;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>Checks stored rows for defects that matter to a backtest.</summary>
internal static class QualityCheck
{
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="rows">The rows as stored; this method sorts them.</param>
    /// <param name="jumpThreshold">The |close / previous close - 1| above which a jump is reported.</param>
    /// <param name="record">The ranges for which the rows' source has responded; null when unknown.</param>
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
        var gaps = new List<CandleGap>();
        var grid = BarGrid.Detect(timeframe, rows.Times);
        var (expected, present) = GapFinder.FindGaps(rows.Times, grid, record, gaps.Add);
        var shift = BarShift.FindRepetition(rows);
        var invalid = FindInvalidBars(rows);
        return new SeriesQualityReport(
            symbol,
            timeframe,
            rows.Count == 0 ? null : rows.Times[0],
            rows.Count == 0 ? null : rows.Times[^1],
            rows.Count,
            expected,
            CoveredShare: expected == 0 ? 0 : (double)present / expected,
            gaps,
            CoverageCalendar.Build(rows.Times, grid, gaps),
            record?.Source,
            duplicates,
            outOfOrder,
            OffGridBars: rows.Count - (int)present,
            CountOverlapping(rows.Times, timeframe),
            shift is { } repetition ? new RepeatedBars(repetition.Hours, repetition.Bars) : null,
            invalid,
            ZeroVolumeBars: rows.Volume.Count(0.0),
            FindJumps(rows, jumpThreshold, areAllValid: invalid.Count == 0)
        );
    }

    private static int CountOverlapping(ReadOnlySpan<long> times, Timeframe timeframe)
    {
        var count = 0;
        for (var i = 1; i < times.Length; i++)
            count += times[i] < timeframe.EndOf(times[i - 1]) ? 1 : 0;
        return count;
    }

    private static List<InvalidBar> FindInvalidBars(CandleColumns rows)
    {
        var invalid = new List<InvalidBar>();
        for (var i = 0; i < rows.Count; i++)
        {
            var fault = rows[i].Fault;
            if (fault != CandleFault.None)
                invalid.Add(new InvalidBar(rows.Times[i], fault));
        }

        return invalid;
    }

    private static List<PriceJump> FindJumps(CandleColumns rows, double threshold, bool areAllValid)
    {
        var jumps = new List<PriceJump>();
        if (areAllValid)
        {
            PriceJumps.Find(rows.Times, rows.Close, threshold, jumps.Add);
            return jumps;
        }

        var (times, closes) = (new List<long>(), new List<double>());
        for (var i = 0; i < rows.Count; i++)
        {
            if (!rows[i].IsValid)
                continue;
            times.Add(rows.Times[i]);
            closes.Add(rows.Close[i]);
        }

        PriceJumps.Find(CollectionsMarshal.AsSpan(times), CollectionsMarshal.AsSpan(closes), threshold, jumps.Add);
        return jumps;
    }
}
