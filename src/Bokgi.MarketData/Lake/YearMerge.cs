using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>One year's file with new rows put into it: where times are equal the new row wins, rows of the overwritten interval go.</summary>
internal static class YearMerge
{
    /// <param name="existing">The file's rows, sorted and without duplicates.</param>
    /// <param name="request">The write.</param>
    /// <param name="year">The file's year; rows of other years in it stay until their new file is safe.</param>
    /// <param name="from">First of the request's rows for this year.</param>
    /// <param name="to">First row after them.</param>
    /// <param name="isChanged">Whether the rows differ from the existing ones.</param>
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
                merged.Add(request.Rows[next++]);
            }
            else if (request.Overwrites(time) && UtcYear.Of(time) == year)
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
