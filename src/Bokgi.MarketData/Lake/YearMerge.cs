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
        var next = from;
        isChanged = false;
        for (var i = 0; i < existing.Count; i++)
        {
            var time = existing.Times[i];
            for (; next < to && request.Rows.Times[next] < time; next++)
            {
                merged.Add(request.Rows[next]);
                isChanged = true;
            }

            if (next < to && request.Rows.Times[next] == time)
            {
                isChanged |= existing[i] != request.Rows[next];
                merged.Add(request.Rows[next]);
                next++;
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

        isChanged |= next < to;
        for (; next < to; next++)
            merged.Add(request.Rows[next]);
        return merged;
    }
}
