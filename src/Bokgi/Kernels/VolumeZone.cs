using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bokgi.Kernels;

/// <summary>
/// Finds the volume zone (매물대) of a window of bars: the prices from the window's top down to a lower edge, above which a given share of the
/// window's volume was traded. The window's price range is divided into equal bins, and the zone begins at the lower edge of a bin. The
/// volume above a price is a sum of clamped linear terms, one per bar, and falls as the price rises. So a search finds the bin without
/// computing the volume of every bin.
/// </summary>
/// <remarks>
/// Each term is <c>clamp((ceiling - edge) * rate, 0, volume)</c>, where the rate is the bar's volume per unit of price. The ceiling is the
/// bar's high. A bar of zero height has the next larger double as its ceiling and the largest finite rate, so that all of its volume counts
/// at and below its price and none above it. For every edge, terms are added from the first bar to the last. Each term is monotonic in the
/// edge even after rounding, so every search method finds the same bin.
/// </remarks>
internal static class VolumeZone
{
    private static readonly Vector512<double> OneToEight = Vector512.Create(1.0, 2, 3, 4, 5, 6, 7, 8);

    /// <summary>The ceiling and rate of a bar's term.</summary>
    /// <param name="low">Lower end of the bar's price span.</param>
    /// <param name="high">Upper end of the bar's price span.</param>
    /// <param name="volume">The bar's volume.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (double Ceiling, double Rate) ComputeTerm(double low, double high, double volume) =>
        low >= high ? (double.BitIncrement(high), double.MaxValue) : (high, double.MinNative(volume / (high - low), double.MaxValue));

    /// <summary>Finds the highest bin with at least the target volume above its lower edge, and returns this edge.</summary>
    /// <param name="ceilings">Ceiling of each bar's term.</param>
    /// <param name="rates">Rate of each bar's term; same length.</param>
    /// <param name="volumes">Volume of each bar; same length.</param>
    /// <param name="bottom">Lowest price of the window.</param>
    /// <param name="top">Highest price of the window, above <paramref name="bottom"/>.</param>
    /// <param name="bins">Number of equal bins between bottom and top, at least 1.</param>
    /// <param name="targetVolume">The volume to reach. If no edge reaches it, the lowest bin is returned.</param>
    /// <param name="bin">In: the bin to try first. Out: the bin found; 0 is the lowest.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static double FindLowerEdge(
        ReadOnlySpan<double> ceilings,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> volumes,
        double bottom,
        double top,
        int bins,
        double targetVolume,
        ref int bin
    )
    {
        if (rates.Length != ceilings.Length || volumes.Length != ceilings.Length)
            throw new ArgumentException("the spans differ in length", nameof(ceilings));

        // The bin to find is at or above `reachedBin` and below `missedBin`. Eight bins between the two are tried at a time, at first those
        // around the bin that the caller passed.
        double reachedBin = 0;
        double missedBin = bins;
        var bottomLanes = Vector512.Create(bottom);
        var heightLanes = Vector512.Create(top - bottom);
        var triedBins = ClampBetween(Vector512.Create(bin - 4.0) + OneToEight, reachedBin, missedBin);
        while (missedBin - reachedBin > 1)
        {
            var edges = bottomLanes + (triedBins * heightLanes / Vector512.Create((double)bins));
            var above = VolumeAbove(ceilings, rates, volumes, edges);
            var reachedCount = BitOperations.PopCount(
                Vector512.GreaterThanOrEqual(above, Vector512.Create(targetVolume)).ExtractMostSignificantBits()
            );
            missedBin = reachedCount < 8 ? triedBins.GetElement(reachedCount) : missedBin;
            reachedBin = reachedCount > 0 ? triedBins.GetElement(reachedCount - 1) : reachedBin;
            var gap = missedBin - reachedBin; // eight bins divide it into nine parts
            triedBins = ClampBetween(
                Vector512.Floor(Vector512.Create(reachedBin) + (OneToEight * Vector512.Create(gap > 9 ? gap / 9 : 1))),
                reachedBin,
                missedBin
            );
        }

        bin = (int)reachedBin;
        return bottom + (reachedBin * (top - bottom) / bins);
    }

    // Clamps ascending bin numbers to those strictly between the two bins; the lowest and the highest number may then occur repeatedly.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ClampBetween(Vector512<double> triedBins, double reachedBin, double missedBin) =>
        Vector512.MinNative(Vector512.MaxNative(triedBins, Vector512.Create(reachedBin + 1)), Vector512.Create(missedBin - 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> VolumeAbove(
        ReadOnlySpan<double> ceilings,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> volumes,
        Vector512<double> edges
    )
    {
        ref var ceiling = ref MemoryMarshal.GetReference(ceilings);
        ref var rate = ref MemoryMarshal.GetReference(rates);
        ref var volume = ref MemoryMarshal.GetReference(volumes);
        var above = Vector512<double>.Zero;
        for (var i = 0; i < ceilings.Length; i++)
        {
            var amount = (Vector512.Create(Unsafe.Add(ref ceiling, i)) - edges) * Vector512.Create(Unsafe.Add(ref rate, i));
            above += Vector512.MinNative(Vector512.MaxNative(amount, Vector512<double>.Zero), Vector512.Create(Unsafe.Add(ref volume, i)));
        }

        return above;
    }
}
