using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>Counts what a write changes for readers: a row that only moves between files does not count as added.</summary>
internal static class WriteComparison
{
    /// <param name="before">The stored rows in <see cref="WriteRequest.AffectedRange"/>, sorted and without duplicates.</param>
    /// <param name="request">The write.</param>
    public static WriteSummary Compare(CandleColumns before, WriteRequest request)
    {
        var rows = request.Rows;
        var (added, replaced, unchanged, removed) = (0, 0, 0, 0);
        var (old, next) = (0, 0);
        while (old < before.Count || next < rows.Count)
        {
            if (next == rows.Count || (old < before.Count && before.Times[old] < rows.Times[next]))
            {
                removed += request.Overwrites(before.Times[old++]) ? 1 : 0;
            }
            else if (old == before.Count || before.Times[old] > rows.Times[next])
            {
                added++;
                next++;
            }
            else if (before[old++] == rows[next++])
            {
                unchanged++;
            }
            else
            {
                replaced++;
            }
        }

        return new WriteSummary(
            request.Symbol,
            request.Timeframe,
            added,
            replaced,
            unchanged,
            removed,
            LeftOut: 0,
            Duplicates: 0,
            Files: []
        );
    }
}
