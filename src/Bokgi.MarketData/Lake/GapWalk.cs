using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>Finds where bars are absent, and why.</summary>
internal static class GapWalk
{
    /// <summary>Goes through open times.</summary>
    /// <param name="times">Rising.</param>
    /// <param name="grid">When bars open; times that are no open are no bars.</param>
    /// <param name="record">What the rows' source was asked for; null when nobody knows.</param>
    /// <param name="found">Takes the gaps, ascending; one that is known in part only comes in its parts.</param>
    /// <returns>Bars from the first to the last if none were absent, and how many of them there are.</returns>
    public static (long Expected, long Present) Run(
        ReadOnlySpan<long> times,
        BarGrid grid,
        CollectionRecord? record,
        Action<CandleGap> found
    )
    {
        // A bar that opens one length after the one before it is the next one; months differ in length.
        var length = grid.Timeframe == Timeframe.OneMonth ? 0 : grid.Timeframe.NominalMicroseconds;
        var open = 0L;
        var (expected, present) = (0L, 0L);
        foreach (var time in times)
        {
            var steps = 1L;
            if (present > 0 && time - open == length)
            {
                open += length;
            }
            else
            {
                if (!grid.IsOpen(time))
                    continue;
                if (present > 0)
                {
                    steps = grid.BarsBetween(open, time);
                    if (steps > 1)
                        Explain(new TimeRange(grid.EndOf(open), time), grid, record, found);
                }

                open = time;
            }

            expected += steps;
            present++;
        }

        return (expected, present);
    }

    // What the source was asked for it never made; the record may tell so of parts of a gap.
    private static void Explain(TimeRange gap, BarGrid grid, CollectionRecord? record, Action<CandleGap> found)
    {
        if (record is null)
        {
            Tell(gap.StartUtc, gap.EndUtc, CandleGapReason.Unknown, grid, found);
            return;
        }

        var (known, unknown) = (gap.StartUtc, gap.StartUtc);
        foreach (var missing in record.Missing(gap))
        {
            // Bars of which the record knows a part only are not known.
            var (from, to) = (grid.OpenOf(missing.StartUtc), Math.Min(gap.EndUtc, Ceiling(grid, missing.EndUtc)));
            if (from > unknown)
            {
                Tell(known, unknown, CandleGapReason.Unknown, grid, found);
                Tell(unknown, from, CandleGapReason.NoTrade, grid, found);
                known = from;
            }

            unknown = Math.Max(unknown, to);
        }

        Tell(known, unknown, CandleGapReason.Unknown, grid, found);
        Tell(unknown, gap.EndUtc, CandleGapReason.NoTrade, grid, found);
    }

    private static void Tell(long from, long to, CandleGapReason reason, BarGrid grid, Action<CandleGap> found)
    {
        if (from < to)
            found(new CandleGap(from, to, grid.BarsBetween(from, to), reason));
    }

    private static long Ceiling(BarGrid grid, long utc)
    {
        var open = grid.OpenOf(utc);
        return open == utc ? utc : grid.EndOf(open);
    }
}
