using System.Runtime.InteropServices;

namespace Bokgi.Host.Collection;

/// <summary>
/// The bars that a collection still has to request: they are not stored, and the exchange has not yet answered for their time. They are
/// represented as ascending ranges of whole bars, with gaps between them.
/// </summary>
internal static class UnknownBars
{
    public static List<TimeRange> Of(CollectionPiece piece, TimeRange wanted, CandleLake lake, CancellationToken cancel)
    {
        var (symbol, timeframe) = (piece.Series.Symbol, piece.Series.Timeframe);
        using var stored = lake.LoadSeries(symbol, timeframe, wanted, cancel: cancel);
        return Of(timeframe, wanted, stored.Times, lake.GetCollectionRecord(symbol, timeframe), piece.Again);
    }

    /// <summary>The bars of a range that are still to be requested, including the bar to request again, if any.</summary>
    public static List<TimeRange> Of(
        Timeframe timeframe,
        TimeRange wanted,
        ReadOnlySpan<long> stored,
        CollectionRecord? record,
        long? again
    )
    {
        var unknown = new List<TimeRange>();
        if (wanted.StartUtc >= wanted.EndUtc)
            return unknown;
        var unanswered = record?.Missing(wanted) ?? [wanted];
        var (storedIndex, gapIndex) = (0, 0);
        for (var open = FirstOpen(timeframe, wanted.StartUtc); open < wanted.EndUtc; open = timeframe.EndOf(open))
        {
            var end = timeframe.EndOf(open);
            while (storedIndex < stored.Length && stored[storedIndex] < open)
                storedIndex++;
            while (gapIndex < unanswered.Count && unanswered[gapIndex].EndUtc <= open)
                gapIndex++;
            var isStored = storedIndex < stored.Length && stored[storedIndex] < end;
            var isAnswered = gapIndex == unanswered.Count || unanswered[gapIndex].StartUtc > open;
            if (open == again || !(isStored || isAnswered))
                Add(unknown, new TimeRange(open, end));
        }

        return unknown;
    }

    /// <summary>What remains to be requested after the exchange has answered for a range.</summary>
    public static List<TimeRange> Without(IEnumerable<TimeRange> unknown, TimeRange known)
    {
        var remaining = new List<TimeRange>();
        foreach (var range in unknown)
        {
            if (range.StartUtc < Math.Min(known.StartUtc, range.EndUtc))
                remaining.Add(range with { EndUtc = Math.Min(known.StartUtc, range.EndUtc) });
            if (Math.Max(known.EndUtc, range.StartUtc) < range.EndUtc)
                remaining.Add(range with { StartUtc = Math.Max(known.EndUtc, range.StartUtc) });
        }

        return remaining;
    }

    public static long Count(Timeframe timeframe, IEnumerable<TimeRange> ranges) => ranges.Sum(range => Count(timeframe, range));

    public static long Count(Timeframe timeframe, TimeRange range) =>
        range.StartUtc >= range.EndUtc
            ? 0
            : timeframe.BarsBetween(FirstOpen(timeframe, range.StartUtc), FirstOpen(timeframe, range.EndUtc));

    /// <summary>The open time of the first bar that opens at or after a time.</summary>
    public static long FirstOpen(Timeframe timeframe, long timeUtc) =>
        timeframe.OpenOf(timeUtc) is var open && open == timeUtc ? open : timeframe.EndOf(open);

    private static void Add(List<TimeRange> ranges, TimeRange range)
    {
        if (ranges.Count > 0 && ranges[^1].EndUtc == range.StartUtc)
            CollectionsMarshal.AsSpan(ranges)[^1] = ranges[^1] with { EndUtc = range.EndUtc };
        else
            ranges.Add(range);
    }
}
