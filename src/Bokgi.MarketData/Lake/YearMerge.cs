using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// Merges new rows into one year's file: a new row replaces one with the same time, and other rows of the overwritten range are removed.
/// </summary>
internal static class YearMerge
{
    /// <param name="existing">The file's rows, sorted and without duplicates.</param>
    /// <param name="request">The write.</param>
    /// <param name="year">The file's year. Rows of other years stay in the file, because they are removed only once another file holds them.</param>
    /// <param name="from">The index of the request's first row for this year.</param>
    /// <param name="to">The index after the request's last row for this year.</param>
    /// <param name="isChanged">Whether the result differs from the existing rows.</param>
    public static CandleColumns Merge(CandleColumns existing, WriteRequest request, int year, int from, int to, out bool isChanged)
    {
        var merged = new CandleColumns(existing.Count + to - from);
        var rowIndex = from;
        isChanged = false;
        for (var i = 0; i < existing.Count; i++)
        {
            var time = existing.Times[i];
            for (; rowIndex < to && request.Rows.Times[rowIndex] < time; rowIndex++)
            {
                merged.Add(request.Rows[rowIndex]);
                isChanged = true;
            }

            if (rowIndex < to && request.Rows.Times[rowIndex] == time)
            {
                isChanged |= existing[i] != request.Rows[rowIndex];
                merged.Add(request.Rows[rowIndex]);
                rowIndex++;
            }
            else if (request.RemovesStoredRow(time) && UtcYear.Of(time) == year)
            {
                isChanged = true;
            }
            else
            {
                merged.Add(existing[i]);
            }
        }

        isChanged |= rowIndex < to;
        for (; rowIndex < to; rowIndex++)
            merged.Add(request.Rows[rowIndex]);
        return merged;
    }
}
