using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>Finds missing bars and the reason why they are missing.</summary>
internal static class GapFinder
{
    /// <summary>Finds the gaps between open times in one pass.</summary>
    /// <param name="times">Open times, ascending.</param>
    /// <param name="grid">When bars open; times off the grid are ignored.</param>
    /// <param name="record">The ranges for which the rows' source has responded; null when unknown.</param>
    /// <param name="onGap">Receives the gaps, ascending; a gap whose reason is known only in part is reported in parts.</param>
    /// <returns>The number of bars from the first to the last if none were missing, and the number present.</returns>
    public static (long Expected, long Present) FindGaps(
        ReadOnlySpan<long> times,
        BarGrid grid,
        CollectionRecord? record,
        Action<CandleGap> onGap
    )
    {
        // Fast path: a bar that opens one bar length after the previous bar follows it without a gap. Months have no fixed length; a length of
        // 0 switches the fast path off, because times differ.
        var length = grid.Timeframe == Timeframe.OneMonth ? 0 : grid.Timeframe.NominalMicroseconds;
        var previousOpen = 0L;
        var (expected, present) = (0L, 0L);
        foreach (var time in times)
        {
            var barsSincePrevious = 1L;
            if (present > 0 && time - previousOpen == length)
            {
                previousOpen += length;
            }
            else
            {
                if (!grid.IsOpenTime(time))
                    continue;
                if (present > 0)
                {
                    barsSincePrevious = grid.BarsBetween(previousOpen, time);
                    if (barsSincePrevious > 1)
                        ReportGap(new TimeRange(grid.EndOf(previousOpen), time), grid, record, onGap);
                }

                previousOpen = time;
            }

            expected += barsSincePrevious;
            present++;
        }

        return (expected, present);
    }

    // Bars missing from a range that the record covers never existed. The record may cover only parts of a gap.
    private static void ReportGap(TimeRange gap, BarGrid grid, CollectionRecord? record, Action<CandleGap> onGap)
    {
        if (record is null)
        {
            Report(gap.StartUtc, gap.EndUtc, CandleGapReason.Unknown, grid, onGap);
            return;
        }

        var (unknownStart, unknownEnd) = (gap.StartUtc, gap.StartUtc); // the part of unknown reason that is not reported yet
        foreach (var uncovered in record.UncoveredParts(gap))
        {
            // A bar that the record covers only in part counts as unknown.
            var (from, to) = (grid.OpenOf(uncovered.StartUtc), Math.Min(gap.EndUtc, Ceiling(grid, uncovered.EndUtc)));
            if (from > unknownEnd)
            {
                Report(unknownStart, unknownEnd, CandleGapReason.Unknown, grid, onGap);
                Report(unknownEnd, from, CandleGapReason.NoTrade, grid, onGap);
                unknownStart = from;
            }

            unknownEnd = Math.Max(unknownEnd, to);
        }

        Report(unknownStart, unknownEnd, CandleGapReason.Unknown, grid, onGap);
        Report(unknownEnd, gap.EndUtc, CandleGapReason.NoTrade, grid, onGap);
    }

    private static void Report(long from, long to, CandleGapReason reason, BarGrid grid, Action<CandleGap> onGap)
    {
        if (from < to)
            onGap(new CandleGap(from, to, grid.BarsBetween(from, to), reason));
    }

    private static long Ceiling(BarGrid grid, long utc)
    {
        var open = grid.OpenOf(utc);
        return open == utc ? utc : grid.EndOf(open);
    }
}
