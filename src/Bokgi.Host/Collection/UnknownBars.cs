using System.Runtime.InteropServices;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;

namespace Bokgi.Host.Collection;

/// <summary>
/// The bars that a collection has to request: neither stored nor requested before. Given as ascending, non-adjacent ranges of whole bars.
/// </summary>
internal static class UnknownBars
{
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="wanted">The range of open times to collect.</param>
    /// <param name="stored">Open times of stored bars, ascending.</param>
    /// <param name="record">What was requested before.</param>
    /// <param name="again">A bar that is requested in any case; null for none.</param>
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
        var unasked = record?.Missing(wanted) ?? [wanted];
        var (next, gap) = (0, 0);
        for (var open = FirstOpen(timeframe, wanted.StartUtc); open < wanted.EndUtc; open = timeframe.EndOf(open))
        {
            var end = timeframe.EndOf(open);
            while (next < stored.Length && stored[next] < open)
                next++;
            while (gap < unasked.Count && unasked[gap].EndUtc <= open)
                gap++;
            var isStored = next < stored.Length && stored[next] < end;
            var isAsked = gap == unasked.Count || unasked[gap].StartUtc > open;
            if (open == again || !(isStored || isAsked))
                Add(unknown, new TimeRange(open, end));
        }

        return unknown;
    }

    /// <summary>The parts of unknown ranges that remain after a range has become known.</summary>
    public static List<TimeRange> Without(IEnumerable<TimeRange> unknown, TimeRange known)
    {
        var left = new List<TimeRange>();
        foreach (var range in unknown)
        {
            if (range.StartUtc < Math.Min(known.StartUtc, range.EndUtc))
                left.Add(range with { EndUtc = Math.Min(known.StartUtc, range.EndUtc) });
            if (Math.Max(known.EndUtc, range.StartUtc) < range.EndUtc)
                left.Add(range with { StartUtc = Math.Max(known.EndUtc, range.StartUtc) });
        }

        return left;
    }

    /// <summary>The number of bars that open in the ranges.</summary>
    public static long Count(Timeframe timeframe, IEnumerable<TimeRange> ranges) => ranges.Sum(range => Count(timeframe, range));

    /// <summary>The number of bars that open in a range.</summary>
    public static long Count(Timeframe timeframe, TimeRange range)
    {
        if (range.StartUtc >= range.EndUtc)
            return 0;
        var (first, end) = (FirstOpen(timeframe, range.StartUtc), FirstOpen(timeframe, range.EndUtc));
        if (timeframe != Timeframe.OneMonth)
            return (end - first) / timeframe.NominalMicroseconds;
        var (from, to) = (UnixTime.ToDateTime(first), UnixTime.ToDateTime(end));
        return ((to.Year - from.Year) * 12) + to.Month - from.Month;
    }

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
