using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>Finds where bars are absent, and why.</summary>
internal static class GapWalk
{
    /// <summary>Goes through open times.</summary>
    /// <param name="times">Rising.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="record">What the rows' source was asked for; null when nobody knows.</param>
    /// <param name="found">Takes the gaps, ascending; one that is known in part only comes in its parts.</param>
    /// <returns>Bars from the first to the last if none were absent, and how many of them there are.</returns>
    public static (long Expected, long Present) Run(
        ReadOnlySpan<long> times,
        Timeframe timeframe,
        CollectionRecord? record,
        Action<CandleGap> found
    )
    {
        if (times.IsEmpty)
            return (0, 0);

        // A bar that opens one length after the one before it is the next one; months differ in length.
        var length = timeframe == Timeframe.OneMonth ? 0 : timeframe.NominalMicroseconds;
        var open = timeframe.OpenOf(times[0]);
        var (expected, present) = (1L, 1L);
        for (var i = 1; i < times.Length; i++)
        {
            var steps = 1L;
            if (times[i] - times[i - 1] == length)
            {
                open += length;
            }
            else
            {
                var next = timeframe.OpenOf(times[i]);
                if (next == open)
                    continue;
                steps = BarsBetween(open, next, timeframe);
                if (steps > 1)
                    Explain(new TimeRange(timeframe.EndOf(open), next), timeframe, record, found);
                open = next;
            }

            expected += steps;
            present++;
        }

        return (expected, present);
    }

    // What the source was asked for it never made; the record may tell so of parts of a gap.
    private static void Explain(TimeRange gap, Timeframe timeframe, CollectionRecord? record, Action<CandleGap> found)
    {
        if (record is null)
        {
            Tell(gap.StartUtc, gap.EndUtc, CandleGapReason.Unknown, timeframe, found);
            return;
        }

        var (known, unknown) = (gap.StartUtc, gap.StartUtc);
        foreach (var missing in record.Missing(gap))
        {
            // Bars of which the record knows a part only are not known.
            var (from, to) = (timeframe.OpenOf(missing.StartUtc), Math.Min(gap.EndUtc, Ceiling(timeframe, missing.EndUtc)));
            if (from > unknown)
            {
                Tell(known, unknown, CandleGapReason.Unknown, timeframe, found);
                Tell(unknown, from, CandleGapReason.NoTrade, timeframe, found);
                known = from;
            }

            unknown = Math.Max(unknown, to);
        }

        Tell(known, unknown, CandleGapReason.Unknown, timeframe, found);
        Tell(unknown, gap.EndUtc, CandleGapReason.NoTrade, timeframe, found);
    }

    private static void Tell(long from, long to, CandleGapReason reason, Timeframe timeframe, Action<CandleGap> found)
    {
        if (from < to)
            found(new CandleGap(from, to, BarsBetween(from, to, timeframe), reason));
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
}
