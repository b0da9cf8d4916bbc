using System.Buffers;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>Merges sorted rows of several symbols by time, then symbol. The time axis is cut into slices that are merged side by side.</summary>
internal static class BatchMerge
{
    // Smaller slices cost more to start than they save.
    private const int LeastSliceRows = 1 << 15;

    /// <param name="parts">One per symbol, in symbol order; each with strictly increasing times.</param>
    /// <returns>The merged rows, and for each the number of its part, in an array rented from the shared pool.</returns>
    public static (CandleColumns Columns, int[] SymbolIndex) Merge(IReadOnlyList<CandleColumns> parts)
    {
        var total = parts.Sum(part => part.Count);
        var merged = new CandleColumns(total);
        var symbolIndex = ArrayPool<int>.Shared.Rent(total);
        merged.Extend(total);

        var slices = Math.Clamp(total / LeastSliceRows, 1, Environment.ProcessorCount * 2);
        var bounds = Bounds(parts, slices);
        Parallel.For(0, slices, slice => MergeSlice(parts, bounds[slice], bounds[slice + 1], merged, symbolIndex));
        return (merged, symbolIndex);
    }

    // Row numbers per part where each slice begins: the longest part's rows are dealt out evenly, the others follow its times.
    private static int[][] Bounds(IReadOnlyList<CandleColumns> parts, int slices)
    {
        var longest = parts.MaxBy(part => part.Count)!;
        var bounds = new int[slices + 1][];
        for (var slice = 0; slice <= slices; slice++)
        {
            var row = (int)((long)longest.Count * slice / slices);
            bounds[slice] = new int[parts.Count];
            for (var i = 0; i < parts.Count; i++)
                bounds[slice][i] = slice == 0 ? 0 : slice == slices ? parts[i].Count : FirstAtOrAfter(parts[i].Times, longest.Times[row]);
        }

        return bounds;
    }

    private static int FirstAtOrAfter(ReadOnlySpan<long> times, long time)
    {
        var index = times.BinarySearch(time);
        return index >= 0 ? index : ~index;
    }

    private static void MergeSlice(IReadOnlyList<CandleColumns> parts, int[] from, int[] to, CandleColumns merged, int[] symbolIndex)
    {
        var heads = (int[])from.Clone();
        var active = Enumerable.Range(0, heads.Length).Where(i => heads[i] < to[i]).ToList();
        var row = from.Sum();
        while (active.Count > 0)
        {
            var time = long.MaxValue;
            foreach (var i in active)
                time = Math.Min(time, parts[i].Times[heads[i]]);

            var ended = false;
            foreach (var i in active)
            {
                if (parts[i].Times[heads[i]] != time)
                    continue;
                symbolIndex[row] = i;
                merged[row++] = parts[i][heads[i]++];
                ended |= heads[i] == to[i];
            }

            if (ended)
                active.RemoveAll(i => heads[i] == to[i]);
        }
    }
}
