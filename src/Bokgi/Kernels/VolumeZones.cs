using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bokgi.Kernels;

/// <summary>
/// Finds the zones of <see cref="VolumeZone"/> for many windows at once, one window per lane, with bit-for-bit the same edges.
/// </summary>
internal static class VolumeZones
{
    /// <summary>
    /// Finds the zone's lower edge for every position of a window that slides along the columns; NaN if there is no zone.
    /// </summary>
    /// <param name="columns">Terms and volumes of the bars, and the price range of the window that starts at each bar.</param>
    /// <param name="window">Number of bars in a window.</param>
    /// <param name="bins">Number of equal bins between a window's lowest and highest price.</param>
    /// <param name="share">The fraction of the window's volume to reach, counted from the top.</param>
    /// <param name="tolerance">By how much the volume may fall short of that share, as a fraction of the window's volume.</param>
    /// <param name="edges">Receives one edge per window; needs room for one full set of lanes after the last.</param>
    /// <param name="count">Number of windows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FindLowerEdges<TLanes>(
        in ZoneColumns columns,
        int window,
        int bins,
        double share,
        double tolerance,
        Span<double> edges,
        int count
    )
        where TLanes : struct, ILanes<TLanes>
    {
        columns.ThrowIfTooShort(count, window, TLanes.Count);
        if (edges.Length < count + TLanes.Count)
            throw new ArgumentException($"{count} edges need room for {count + TLanes.Count} values", nameof(edges));
        ref var ceiling = ref MemoryMarshal.GetReference(columns.Ceilings);
        ref var rate = ref MemoryMarshal.GetReference(columns.Rates);
        ref var volume = ref MemoryMarshal.GetReference(columns.Volumes);
        ref var found = ref MemoryMarshal.GetReference(edges);
        for (var i = 0; i < count; i += TLanes.Count)
        {
            var total = Sliding.Sums<TLanes>(ref Unsafe.Add(ref volume, i), window);
            var bottom = TLanes.Load(ref MemoryMarshal.GetReference(columns.Bottoms), i);
            var top = TLanes.Load(ref MemoryMarshal.GetReference(columns.Tops), i);
            var targetVolume = (total * TLanes.Broadcast(share)) - (TLanes.Broadcast(tolerance) * total);
            var terms = new Terms<TLanes>(
                ref Unsafe.Add(ref ceiling, i),
                ref Unsafe.Add(ref rate, i),
                ref Unsafe.Add(ref volume, i),
                window
            );
            var edge = Search(terms, bottom, top - bottom, bins, targetVolume);
            // There is no zone if all prices of the window are equal, or if its volume is 0.
            edge = TLanes.SelectIfAtLeast(bottom, top, TLanes.Broadcast(double.NaN), edge);
            TLanes.SelectIfAtLeast(TLanes.Broadcast(0), total, TLanes.Broadcast(double.NaN), edge).Store(ref found, i);
        }
    }

    // Ternary search for the highest bin with at least the target volume above its lower edge. Each iteration evaluates its two edges in
    // one pass over the terms, so that each term is loaded only once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Search<TLanes>(in Terms<TLanes> terms, TLanes bottom, TLanes height, int bins, TLanes targetVolume)
        where TLanes : struct, ILanes<TLanes>
    {
        var binCount = TLanes.Broadcast(bins);
        var lastBin = TLanes.Broadcast(bins - 1);
        var reachedBin = TLanes.Broadcast(0);
        for (var remaining = bins; remaining > 1; )
        {
            remaining = (remaining + 2) / 3;
            var firstBin = TLanes.Min(reachedBin + TLanes.Broadcast(remaining), lastBin);
            var secondBin = TLanes.Min(reachedBin + TLanes.Broadcast(2 * remaining), lastBin);
            var (aboveFirst, aboveSecond) = terms.VolumeAbove(
                bottom + (firstBin * height / binCount),
                bottom + (secondBin * height / binCount)
            );
            reachedBin = TLanes.SelectIfAtLeast(aboveFirst, targetVolume, firstBin, reachedBin);
            reachedBin = TLanes.SelectIfAtLeast(aboveSecond, targetVolume, secondBin, reachedBin);
        }

        return bottom + (reachedBin * height / binCount);
    }

    private readonly ref struct Terms<TLanes>(ref double ceiling, ref double rate, ref double volume, int count)
        where TLanes : struct, ILanes<TLanes>
    {
        private readonly ref double ceiling = ref ceiling;
        private readonly ref double rate = ref rate;
        private readonly ref double volume = ref volume;

        /// <summary>The volume above each of two edges; every lane adds from the first bar to the last.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public (TLanes First, TLanes Second) VolumeAbove(TLanes firstEdge, TLanes secondEdge)
        {
            var zero = TLanes.Broadcast(0);
            var (aboveFirst, aboveSecond) = (zero, zero);
            for (var i = 0; i < count; i++)
            {
                var ceilings = TLanes.Load(ref ceiling, i);
                var rates = TLanes.Load(ref rate, i);
                var volumes = TLanes.Load(ref volume, i);
                aboveFirst += TLanes.Min(TLanes.Max((ceilings - firstEdge) * rates, zero), volumes);
                aboveSecond += TLanes.Min(TLanes.Max((ceilings - secondEdge) * rates, zero), volumes);
            }

            return (aboveFirst, aboveSecond);
        }
    }
}
