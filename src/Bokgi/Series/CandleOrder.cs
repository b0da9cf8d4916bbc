using System.Buffers;
using System.Runtime.CompilerServices;

namespace Bokgi.Series;

/// <summary>Sorts rows by time and removes duplicates. Rows that are already in order cost only one pass over the times.</summary>
public static class CandleOrder
{
    /// <summary>Sorts rows by time; rows with equal times keep their order.</summary>
    /// <returns>
    /// How many rows had a time before that of the preceding row, including those already counted by <see cref="Compact"/>.
    /// </returns>
    public static int Sort(CandleColumns columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var outOfOrder = checked(SortRows(columns) + columns.CompactionTotals.OutOfOrder);
        columns.CompactionTotals = columns.CompactionTotals with { OutOfOrder = 0 };
        return outOfOrder;
    }

    /// <summary>
    /// Sorts the rows read so far and keeps only the last row of each time. A reader calls it between batches, so that a source that
    /// repeats the same times in many rows needs little memory. The next <see cref="Sort"/> and
    /// <see cref="KeepLastOfEqualTimes(CandleColumns)"/> also count the rows that were out of order or removed here.
    /// </summary>
    public static void Compact(CandleColumns columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var outOfOrder = checked(SortRows(columns) + columns.CompactionTotals.OutOfOrder);
        var (duplicates, differing) = DropDuplicates(columns);
        columns.CompactionTotals = new CompactionCounts(
            outOfOrder,
            checked(duplicates + columns.CompactionTotals.Duplicates),
            checked(differing + columns.CompactionTotals.Differing)
        );
    }

    /// <summary>Keeps the last row of each time. The rows must be in time order.</summary>
    /// <returns>How many rows were removed, including those removed by <see cref="Compact"/>.</returns>
    public static int KeepLastOfEqualTimes(CandleColumns columns) => KeepLastOfEqualTimes(columns, out _);

    /// <inheritdoc cref="KeepLastOfEqualTimes(CandleColumns)"/>
    /// <param name="columns">The rows.</param>
    /// <param name="differing">How many of the removed rows differed in their values from the row that replaced them.</param>
    public static int KeepLastOfEqualTimes(CandleColumns columns, out int differing)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var (newDuplicates, newDiffering) = DropDuplicates(columns);
        differing = checked(newDiffering + columns.CompactionTotals.Differing);
        var duplicates = checked(newDuplicates + columns.CompactionTotals.Duplicates);
        columns.CompactionTotals = columns.CompactionTotals with { Duplicates = 0, Differing = 0 };
        return duplicates;
    }

    private static int SortRows(CandleColumns columns)
    {
        var outOfOrder = CountOutOfOrder(columns.Times);
        if (outOfOrder == 0)
            return 0;

        var order = new int[columns.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;

        // Comparing the original index after the time makes the unstable sort stable.
        var times = columns.Times.ToArray();
        Array.Sort(order, (a, b) => times[a] != times[b] ? times[a].CompareTo(times[b]) : a.CompareTo(b));
        Permute(columns.Times, order);
        Permute(columns.Open, order);
        Permute(columns.High, order);
        Permute(columns.Low, order);
        Permute(columns.Close, order);
        Permute(columns.Volume, order);
        return outOfOrder;
    }

    private static (int Duplicates, int Differing) DropDuplicates(CandleColumns columns)
    {
        if (!HasEqualNeighbours(columns.Times))
            return default;

        var (kept, differing) = (0, 0);
        for (var i = 1; i < columns.Count; i++)
        {
            if (columns.Times[i] != columns.Times[kept])
                kept++;
            else if (columns[i] != columns[kept])
                differing++;
            columns[kept] = columns[i];
        }

        var removed = columns.Count - kept - 1;
        columns.Truncate(kept + 1);
        return (removed, differing);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CountOutOfOrder(ReadOnlySpan<long> times)
    {
        var count = 0;
        for (var i = 1; i < times.Length; i++)
            count += times[i] < times[i - 1] ? 1 : 0;
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool HasEqualNeighbours(ReadOnlySpan<long> times)
    {
        for (var i = 1; i < times.Length; i++)
        {
            if (times[i] == times[i - 1])
                return true;
        }

        return false;
    }

    private static void Permute<T>(Span<T> column, int[] order)
    {
        var sorted = ArrayPool<T>.Shared.Rent(column.Length);
        for (var i = 0; i < order.Length; i++)
            sorted[i] = column[order[i]];
        sorted.AsSpan(0, column.Length).CopyTo(column);
        ArrayPool<T>.Shared.Return(sorted);
    }
}
