using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bokgi.Kernels;

/// <summary>Minimum, maximum and sum over a sliding window of a column, for all positions of the window at once.</summary>
internal static class Sliding
{
    /// <summary>Replaces each value by the minimum of the window that starts at it.</summary>
    /// <param name="column">The values, without NaN, followed by arbitrary padding of at least one full set of lanes.</param>
    /// <param name="count">Number of values. The last <paramref name="window"/> - 1 of them are undefined afterwards.</param>
    /// <param name="window">Length of the window, at least 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReplaceWithMinima<TLanes>(Span<double> column, int count, int window)
        where TLanes : struct, ILanes<TLanes>
    {
        Check<TLanes>(column, count);
        ref var values = ref MemoryMarshal.GetReference(column);

        // Each value is the minimum of itself and the `covered` - 1 values after it. Every pass doubles `covered`, up to the window.
        for (var covered = 1; covered < window; )
        {
            var step = Math.Min(covered, window - covered);
            count -= step;
            for (var i = 0; i < count; i += TLanes.Count)
                TLanes.Min(TLanes.Load(ref values, i), TLanes.Load(ref values, i + step)).Store(ref values, i);
            covered += step;
        }
    }

    /// <summary>Replaces each value by the maximum of the window that starts at it; see <see cref="ReplaceWithMinima"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReplaceWithMaxima<TLanes>(Span<double> column, int count, int window)
        where TLanes : struct, ILanes<TLanes>
    {
        Check<TLanes>(column, count);
        ref var values = ref MemoryMarshal.GetReference(column);
        for (var covered = 1; covered < window; )
        {
            var step = Math.Min(covered, window - covered);
            count -= step;
            for (var i = 0; i < count; i += TLanes.Count)
                TLanes.Max(TLanes.Load(ref values, i), TLanes.Load(ref values, i + step)).Store(ref values, i);
            covered += step;
        }
    }

    /// <summary>Sums of windows, one per lane; each window begins one value after the previous one. Values are added in order.</summary>
    /// <param name="column">The first value of the first window.</param>
    /// <param name="window">Length of the windows.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sums<TLanes>(ref double column, int window)
        where TLanes : struct, ILanes<TLanes>
    {
        var sums = TLanes.Broadcast(0);
        for (var i = 0; i < window; i++)
            sums += TLanes.Load(ref column, i);
        return sums;
    }

    private static void Check<TLanes>(Span<double> column, int count)
        where TLanes : struct, ILanes<TLanes>
    {
        if (column.Length < count + TLanes.Count)
            throw new ArgumentException($"{count} values need a column of {count + TLanes.Count}, not {column.Length}", nameof(column));
    }
}
