using System.Buffers;
using System.Runtime.CompilerServices;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// Merges the sorted rows of several symbols into one table, ordered by time, then symbol. Cuts time into slices and merges the slices in
/// parallel.
/// </summary>
internal static class BatchMerge
{
    // Small enough that a slice of one column stays in the CPU cache while the rows of all symbols are written into it.
    private const int SliceRows = 1 << 15;

    /// <param name="parts">The rows of each symbol, in symbol order; each part has strictly increasing times.</param>
    /// <param name="symbolIndex">For each merged row, the index of the part that it comes from; in an array rented from the shared pool.</param>
    public static CandleColumns Merge(CandleColumns[] parts, out int[] symbolIndex)
    {
        var total = parts.Sum(part => part.Count);
        var merged = new CandleColumns(total);
        var index = ArrayPool<int>.Shared.Rent(total);
        merged.Extend(total);

        var slices = Math.Max(1, total / SliceRows);
        var bounds = FindSliceBounds(parts, slices);
        Parallel.For(0, slices, slice => MergeSlice(parts, bounds[slice], bounds[slice + 1], merged, index));
        symbolIndex = index;
        return merged;
    }

    // For each slice, the index of the slice's first row in each part. The longest part is divided evenly, and the times at its divisions
    // divide the other parts.
    private static int[][] FindSliceBounds(CandleColumns[] parts, int slices)
    {
        var longest = parts.MaxBy(part => part.Count)!;
        var bounds = new int[slices + 1][];
        bounds[0] = new int[parts.Length];
        bounds[slices] = Array.ConvertAll(parts, part => part.Count);
        for (var slice = 1; slice < slices; slice++)
        {
            var time = longest.Times[(int)((long)longest.Count * slice / slices)];
            bounds[slice] = Array.ConvertAll(parts, part => FirstAtOrAfter(part.Times, time));
        }

        return bounds;
    }

    private static int FirstAtOrAfter(ReadOnlySpan<long> times, long time)
    {
        var index = times.BinarySearch(time);
        return index >= 0 ? index : ~index;
    }

    private static void MergeSlice(CandleColumns[] parts, int[] from, int[] to, CandleColumns merged, int[] symbolIndex)
    {
        var count = to.Sum() - from.Sum();
        var targetRows = ArrayPool<int>.Shared.Rent(count);
        FindTargetRows(parts, from, to, merged.Times, symbolIndex, targetRows);

        var offset = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var (start, end) = (from[i], to[i]);
            var partTargetRows = targetRows.AsSpan(offset, end - start);
            Scatter(parts[i].Open[start..end], partTargetRows, merged.Open);
            Scatter(parts[i].High[start..end], partTargetRows, merged.High);
            Scatter(parts[i].Low[start..end], partTargetRows, merged.Low);
            Scatter(parts[i].Close[start..end], partTargetRows, merged.Close);
            Scatter(parts[i].Volume[start..end], partTargetRows, merged.Volume);
            offset += end - start;
        }

        ArrayPool<int>.Shared.Return(targetRows);
    }

    // Finds, for each row of the slice, its row in the merged table, and stores it in targetRows, part by part. Bars of one timeframe open at
    // the same times, so a pass over the next row of each part usually finds the target of several rows.
    private static void FindTargetRows(CandleColumns[] parts, int[] from, int[] to, Span<long> times, int[] symbolIndex, int[] targetRows)
    {
        var nextRows = (int[])from.Clone();
        var offsets = new int[parts.Length]; // what to add to a row of a part to get its index in targetRows
        var nextTimes = new long[parts.Length];
        var earlierParts = 0; // the number of the slice's rows in earlier parts
        for (var i = 0; i < parts.Length; i++)
        {
            offsets[i] = earlierParts - from[i];
            nextTimes[i] = nextRows[i] < to[i] ? parts[i].Times[nextRows[i]] : long.MaxValue;
            earlierParts += to[i] - from[i];
        }

        for (int row = from.Sum(), end = to.Sum(); row < end; )
        {
            var time = Minimum(nextTimes);
            for (var i = 0; i < nextTimes.Length; i++)
            {
                if (nextTimes[i] != time)
                    continue;
                times[row] = time;
                symbolIndex[row] = i;
                targetRows[offsets[i] + nextRows[i]] = row;
                row++;
                nextRows[i]++;
                nextTimes[i] = nextRows[i] < to[i] ? parts[i].Times[nextRows[i]] : long.MaxValue;
            }
        }
    }

    private static long Minimum(long[] values)
    {
        var minimum = long.MaxValue;
        foreach (var value in values)
            minimum = Math.Min(minimum, value);
        return minimum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scatter(ReadOnlySpan<double> values, ReadOnlySpan<int> targetRows, Span<double> destination)
    {
        for (var i = 0; i < values.Length; i++)
            destination[targetRows[i]] = values[i];
    }
}
