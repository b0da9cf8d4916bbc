using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>The rows to write and to remove.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="Rows">The rows to write, sorted and without duplicates.</param>
/// <param name="OverwrittenRange">The range in which the rows replace all stored rows; null to replace only rows with the same times.</param>
internal sealed record WriteRequest(Symbol Symbol, Timeframe Timeframe, CandleColumns Rows, TimeRange? OverwrittenRange)
{
    /// <summary>Times outside the overwritten range whose rows are removed too, ascending.</summary>
    public long[] RemovedTimes { get; init; } = [];

    /// <summary>Times in the overwritten range whose stored rows stay although the request has no row for them, ascending.</summary>
    public long[] KeptTimes { get; init; } = [];

    /// <summary>The range from the first affected time to the last.</summary>
    public TimeRange AffectedRange
    {
        get
        {
            var (start, end) = (long.MaxValue, long.MinValue);
            Include(Rows.Count == 0 ? null : new TimeRange(Rows.Times[0], Rows.Times[^1] + 1));
            Include(OverwrittenRange);
            Include(RemovedTimes.Length == 0 ? null : new TimeRange(RemovedTimes[0], RemovedTimes[^1] + 1));
            return start < end ? new TimeRange(start, end) : default;

            void Include(TimeRange? part)
            {
                if (part is { } range)
                    (start, end) = (Math.Min(start, range.StartUtc), Math.Max(end, range.EndUtc));
            }
        }
    }

    /// <summary>
    /// Whether the request removes a stored row at this time. Does not look at <see cref="Rows"/>: a row there replaces the stored one, see
    /// <see cref="HasRow"/>.
    /// </summary>
    public bool RemovesStoredRow(long time) =>
        (OverwrittenRange?.Contains(time) == true && Array.BinarySearch(KeptTimes, time) < 0)
        || Array.BinarySearch(RemovedTimes, time) >= 0;

    public bool HasRow(long time) => Rows.Times.BinarySearch(time) >= 0;

    /// <summary>The UTC years of the rows, each with its range of row indices.</summary>
    public IEnumerable<(int Year, int From, int To)> SplitByYear()
    {
        for (var from = 0; from < Rows.Count; )
        {
            var year = UtcYear.Of(Rows.Times[from]);
            var to = Rows.Times.BinarySearch(UtcYear.StartOf(year + 1));
            to = to >= 0 ? to : ~to;
            yield return (year, from, to);
            from = to;
        }
    }
}
