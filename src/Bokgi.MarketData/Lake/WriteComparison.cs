using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>Counts what a write changes for readers. A row that is only moved from one file to another does not count.</summary>
internal static class WriteComparison
{
    /// <param name="before">The stored rows in <see cref="WriteRequest.AffectedRange"/>, sorted and without duplicates.</param>
    /// <param name="request">The write.</param>
    public static WriteSummary Compare(CandleColumns before, WriteRequest request)
    {
        var rows = request.Rows;
        var (added, replaced, unchanged, removed) = (0, 0, 0, 0);
        var (storedIndex, rowIndex) = (0, 0);
        while (storedIndex < before.Count || rowIndex < rows.Count)
        {
            if (rowIndex == rows.Count || (storedIndex < before.Count && before.Times[storedIndex] < rows.Times[rowIndex]))
            {
                removed += request.RemovesStoredRow(before.Times[storedIndex]) ? 1 : 0;
                storedIndex++;
            }
            else if (storedIndex == before.Count || before.Times[storedIndex] > rows.Times[rowIndex])
            {
                added++;
                rowIndex++;
            }
            else
            {
                if (before[storedIndex] == rows[rowIndex])
                    unchanged++;
                else
                    replaced++;
                storedIndex++;
                rowIndex++;
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
