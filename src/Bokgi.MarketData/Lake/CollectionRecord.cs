using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>The source of a symbol's candles and the ranges requested from it; stored beside them as <c>.collected.json</c>.</summary>
/// <param name="Source">The exchange's name, or <see cref="Synthetic"/>.</param>
/// <param name="Asked">
/// Open times for which the source returned every bar it has, ascending and disjoint: a bar missing there never existed.
/// </param>
/// <param name="BeginsUtc">The market has no bar before this time, microseconds UTC; null while unknown.</param>
/// <param name="LastSuccessUtc">When the source last answered, microseconds UTC; null when it never did.</param>
/// <param name="Trouble">The error of the last collection; null when it succeeded.</param>
public sealed record CollectionRecord(string Source, IReadOnlyList<TimeRange> Asked, long? BeginsUtc, long? LastSuccessUtc, string? Trouble)
{
    /// <summary>The source of synthetic candles.</summary>
    public const string Synthetic = "synthetic";

    /// <summary>A record without any requested range.</summary>
    public static CollectionRecord Of(string source) => new(source, [], null, null, null);

    /// <summary>Whether the source answered for the whole range, apart from times before the market began.</summary>
    public bool Covers(TimeRange range) => Missing(range).Count == 0;

    /// <summary>The parts of a range that were not yet requested from the source, ascending.</summary>
    public IReadOnlyList<TimeRange> Missing(TimeRange range)
    {
        var from = Math.Max(range.StartUtc, BeginsUtc ?? long.MinValue);
        var first = FirstEndingAfter(from);
        if (from >= range.EndUtc || (first < Asked.Count && Asked[first].StartUtc <= from && Asked[first].EndUtc >= range.EndUtc))
            return [];
        var missing = new List<TimeRange>();
        for (var i = first; i < Asked.Count && Asked[i].StartUtc < range.EndUtc; i++)
        {
            var asked = Asked[i];
            if (asked.StartUtc > from)
                missing.Add(new TimeRange(from, asked.StartUtc));
            from = asked.EndUtc;
        }

        if (from < range.EndUtc)
            missing.Add(new TimeRange(from, range.EndUtc));
        return missing;
    }

    /// <summary>The record with another answered range.</summary>
    public CollectionRecord With(TimeRange answered) => With([answered]);

    /// <summary>The record with other answered ranges, in any order.</summary>
    internal CollectionRecord With(IReadOnlyList<TimeRange> answered)
    {
        var merged = new List<TimeRange>();
        foreach (var range in Asked.Concat(answered).Where(range => range.StartUtc < range.EndUtc).OrderBy(range => range.StartUtc))
        {
            if (merged.Count > 0 && merged[^1].EndUtc >= range.StartUtc)
                merged[^1] = merged[^1] with { EndUtc = Math.Max(merged[^1].EndUtc, range.EndUtc) };
            else
                merged.Add(range);
        }

        return this with
        {
            Asked = merged,
        };
    }

    // A binary search, because quality checks look up every gap of a series, and there may be as many gaps as bars.
    private int FirstEndingAfter(long utc)
    {
        var (low, high) = (0, Asked.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Asked[middle].EndUtc <= utc ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
