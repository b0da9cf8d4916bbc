using System.Buffers;

namespace Bokgi.MarketData.Lake;

/// <summary>The first and last time of a file.</summary>
/// <param name="FirstUtc">The earliest time, microseconds UTC; null when there are no rows.</param>
/// <param name="LastUtc">The latest time, microseconds UTC; null when there are no rows.</param>
/// <param name="IsSorted">Whether times never decrease; null when not checked.</param>
internal sealed record TimeScan(long? FirstUtc, long? LastUtc, bool? IsSorted)
{
    private const int ChunkRows = 1 << 16;

    /// <summary>Uses the footer's statistics, and reads the times only if statistics are missing.</summary>
    public static TimeScan FromFooter(ParquetSource source, CandleSchema schema)
    {
        long? first = null,
            last = null;
        for (var i = 0; i < source.MetaData.NumRowGroups; i++)
        {
            using var group = source.RowGroup(i);
            if (group.MetaData.NumRows == 0)
                continue;
            if (TimeColumn.ReadBounds(group.MetaData, schema.TimeColumn, schema.Time!) is not var (from, to))
                return FromRows(source, schema);
            first = Math.Min(first ?? from, from);
            last = Math.Max(last ?? to, to);
        }

        return new TimeScan(first, last, IsSorted: null);
    }

    /// <summary>Reads every time.</summary>
    public static TimeScan FromRows(ParquetSource source, CandleSchema schema)
    {
        source.CheckPages(schema.TimeColumn);
        var scan = new TimeScan(null, null, IsSorted: true);
        var times = ArrayPool<long>.Shared.Rent(ChunkRows);
        try
        {
            var previous = long.MinValue;
            for (var i = 0; i < source.MetaData.NumRowGroups; i++)
            {
                using var group = source.RowGroup(i);
                using var time = new TimeColumn(group, schema.TimeColumn, schema.Time!);
                for (long row = 0, rows = group.MetaData.NumRows; row < rows; row += ChunkRows)
                {
                    var chunk = times.AsSpan(0, (int)Math.Min(rows - row, ChunkRows));
                    time.Read(chunk);
                    scan = scan.Extend(chunk, ref previous);
                }
            }

            return scan;
        }
        finally
        {
            ArrayPool<long>.Shared.Return(times);
        }
    }

    private TimeScan Extend(ReadOnlySpan<long> times, ref long previous)
    {
        var (first, last, isSorted) = (FirstUtc ?? times[0], LastUtc ?? times[0], IsSorted ?? true);
        foreach (var time in times)
        {
            first = Math.Min(first, time);
            last = Math.Max(last, time);
            isSorted &= time >= previous;
            previous = time;
        }

        return new TimeScan(first, last, isSorted);
    }
}
