using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bokgi.Kernels;

/// <summary>What a window that slides along a column holds, for every place of the window at once.</summary>
internal static class Sliding
{
    /// <summary>Puts at each place the smallest of the values from there to the window's end, in place.</summary>
    /// <param name="column">The values, none NaN, followed by at least as many more as there are lanes, which may be anything.</param>
    /// <param name="count">How many values there are. The last <paramref name="window"/> - 1 of them are anything afterwards.</param>
    /// <param name="window">The window's length, at least 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Minima<TLanes>(Span<double> column, int count, int window)
        where TLanes : struct, ILanes<TLanes>
    {
        Check<TLanes>(column, count);
        ref var values = ref MemoryMarshal.GetReference(column);
        for (var covered = 1; covered < window; )
        {
            var step = Math.Min(covered, window - covered);
            count -= step;
            for (var i = 0; i < count; i += TLanes.Count)
                TLanes.Min(TLanes.Load(ref values, i), TLanes.Load(ref values, i + step)).Store(ref values, i);
            covered += step;
        }
    }

    /// <summary>Puts at each place the largest of the values from there to the window's end; see <see cref="Minima"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Maxima<TLanes>(Span<double> column, int count, int window)
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

    /// <summary>Sums of the windows that begin at a place and the following ones, a lane each, every one added from its first value on.</summary>
    /// <param name="column">The first value of the first window.</param>
    /// <param name="window">The window's length.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sums<TLanes>(ref double column, int window)
        where TLanes : struct, ILanes<TLanes>
    {
        var sums = TLanes.Of(0);
        for (var i = 0; i < window; i++)
            sums += TLanes.Load(ref column, i);
        return sums;
    }

    private static void Check<TLanes>(Span<double> column, int count)
        where TLanes : struct, ILanes<TLanes>
    {
        if (column.Length < count + TLanes.Count)
            throw new ArgumentException($"a column of {column.Length} has no room for lanes behind {count} values", nameof(column));
    }
}
