namespace Bokgi.Host.Collection;

/// <summary>
/// The bars that a collection still has to request: they are not stored, and the exchange's answers so far do not cover them. They are
/// represented as ascending ranges of whole bars, with gaps between them.
/// </summary>
internal static class BarsToRequest
{
    /// <summary>
    /// The bars that are still to be requested, according to the lake's present content, in <paramref name="wanted"/>, a part of the piece's range.
    /// </summary>
    public static List<TimeRange> Find(CollectionPiece piece, TimeRange wanted, CandleLake lake, CancellationToken cancel)
    {
        var (symbol, timeframe) = (piece.Series.Symbol, piece.Series.Timeframe);
        using var stored = lake.LoadSeries(symbol, timeframe, wanted, cancel: cancel);
        return Find(timeframe, wanted, stored.Times, lake.GetCollectionRecord(symbol, timeframe), piece.Again);
    }

    /// <summary>
    /// The bars of a range that are still to be requested. They include the bar that opens at <paramref name="refetchUtc"/>, if any, which is
    /// stored but has to be requested again.
    /// </summary>
    public static List<TimeRange> Find(
        Timeframe timeframe,
        TimeRange wanted,
        ReadOnlySpan<long> stored,
        CollectionRecord? record,
        long? refetchUtc
    )
    {
        var toRequest = new List<TimeRange>();
        if (wanted.StartUtc >= wanted.EndUtc)
            return toRequest;
        var uncovered = record?.UncoveredParts(wanted) ?? [wanted];
        var (storedIndex, uncoveredIndex) = (0, 0);
        for (var open = FirstOpenAtOrAfter(timeframe, wanted.StartUtc); open < wanted.EndUtc; open = timeframe.EndOf(open))
        {
            var end = timeframe.EndOf(open);
            while (storedIndex < stored.Length && stored[storedIndex] < open)
                storedIndex++;
            while (uncoveredIndex < uncovered.Count && uncovered[uncoveredIndex].EndUtc <= open)
                uncoveredIndex++;
            var isStored = storedIndex < stored.Length && stored[storedIndex] < end;
            var isCovered = uncoveredIndex == uncovered.Count || uncovered[uncoveredIndex].StartUtc > open;
            if (open == refetchUtc || !(isStored || isCovered))
                Add(toRequest, new TimeRange(open, end));
        }

        return toRequest;
    }

    /// <summary>What remains to be requested once the exchange's answer has covered a range.</summary>
    public static List<TimeRange> RemoveCovered(IEnumerable<TimeRange> toRequest, TimeRange covered)
    {
        var remaining = new List<TimeRange>();
        foreach (var range in toRequest)
        {
            var before = range with { EndUtc = Math.Min(range.EndUtc, covered.StartUtc) };
            var after = range with { StartUtc = Math.Max(range.StartUtc, covered.EndUtc) };
            remaining.AddRange(new[] { before, after }.Where(part => part.StartUtc < part.EndUtc));
        }

        return remaining;
    }

    public static long CountBars(Timeframe timeframe, IEnumerable<TimeRange> ranges) => ranges.Sum(range => CountBars(timeframe, range));

    public static long CountBars(Timeframe timeframe, TimeRange range) =>
        range.StartUtc >= range.EndUtc
            ? 0
            : timeframe.BarsBetween(FirstOpenAtOrAfter(timeframe, range.StartUtc), FirstOpenAtOrAfter(timeframe, range.EndUtc));

    /// <summary>The open time of the first bar that opens at or after a time.</summary>
    public static long FirstOpenAtOrAfter(Timeframe timeframe, long timeUtc)
    {
        var open = timeframe.OpenOf(timeUtc);
        return open == timeUtc ? open : timeframe.EndOf(open);
    }

    private static void Add(List<TimeRange> ranges, TimeRange range)
    {
        if (ranges.Count > 0 && ranges[^1].EndUtc == range.StartUtc)
            ranges[^1] = ranges[^1] with { EndUtc = range.EndUtc };
        else
            ranges.Add(range);
    }
}
