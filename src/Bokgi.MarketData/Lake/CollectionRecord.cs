using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>The source of a symbol's candles and the ranges for which it has responded; stored as <c>.collected.json</c>.</summary>
/// <param name="Source">The exchange's name, or <see cref="Synthetic"/>.</param>
/// <param name="CoveredRanges">
/// The ranges of open times for which the source has returned every bar that it has, ascending and disjoint. A bar that is missing from
/// these ranges never existed.
/// </param>
/// <param name="BeginsUtc">The market has no bar before this time, microseconds UTC; null while unknown.</param>
/// <param name="LastSuccessUtc">When the source last responded, microseconds UTC; null if it never has.</param>
/// <param name="Error">The error of the last collection; null if it succeeded.</param>
public sealed record CollectionRecord(
    string Source,
    IReadOnlyList<TimeRange> CoveredRanges,
    long? BeginsUtc,
    long? LastSuccessUtc,
    string? Error
)
{
    /// <summary>The source of synthetic candles.</summary>
    public const string Synthetic = "synthetic";

    /// <summary>A record that covers no range yet.</summary>
    public static CollectionRecord Empty(string source) => new(source, [], BeginsUtc: null, LastSuccessUtc: null, Error: null);

    /// <summary>Whether the record covers the whole range, apart from times before the market began.</summary>
    public bool Covers(TimeRange range) => UncoveredParts(range).Count == 0;

    /// <summary>The parts of a range that the record does not cover, ascending, without times before the market began.</summary>
    public IReadOnlyList<TimeRange> UncoveredParts(TimeRange range)
    {
        var from = Math.Max(range.StartUtc, BeginsUtc ?? long.MinValue);
        var firstIndex = IndexOfFirstEndingAfter(from);
        var isWithinOneRange =
            firstIndex < CoveredRanges.Count
            && CoveredRanges[firstIndex].StartUtc <= from
            && CoveredRanges[firstIndex].EndUtc >= range.EndUtc;
        if (from >= range.EndUtc || isWithinOneRange)
            return []; // the usual case, which allocates no list
        var missing = new List<TimeRange>();
        for (var i = firstIndex; i < CoveredRanges.Count && CoveredRanges[i].StartUtc < range.EndUtc; i++)
        {
            if (CoveredRanges[i].StartUtc > from)
                missing.Add(new TimeRange(from, CoveredRanges[i].StartUtc));
            from = CoveredRanges[i].EndUtc;
        }

        if (from < range.EndUtc)
            missing.Add(new TimeRange(from, range.EndUtc));
        return missing;
    }

    /// <summary>A copy that also covers another range.</summary>
    public CollectionRecord WithCovered(TimeRange covered) => WithCovered([covered]);

    /// <summary>A copy that also covers other ranges, given in any order.</summary>
    internal CollectionRecord WithCovered(IReadOnlyList<TimeRange> covered)
    {
        var merged = new List<TimeRange>();
        foreach (var range in CoveredRanges.Concat(covered).Where(range => range.StartUtc < range.EndUtc).OrderBy(range => range.StartUtc))
        {
            if (merged.Count > 0 && merged[^1].EndUtc >= range.StartUtc)
                merged[^1] = merged[^1] with { EndUtc = Math.Max(merged[^1].EndUtc, range.EndUtc) };
            else
                merged.Add(range);
        }

        return this with
        {
            CoveredRanges = merged,
        };
    }

    // A binary search, because quality checks look up every gap of a series, and there may be as many gaps as bars.
    private int IndexOfFirstEndingAfter(long utc)
    {
        var (lower, upper) = (0, CoveredRanges.Count);
        while (lower < upper)
        {
            var middle = (lower + upper) / 2;
            (lower, upper) = CoveredRanges[middle].EndUtc <= utc ? (middle + 1, upper) : (lower, middle);
        }

        return lower;
    }
}
