using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bokgi.Kernels;

/// <summary>
/// The price zone (매물대) in which the top share of a window's volume was traded, found without filling bins: the volume above a price
/// is a sum of clamped linear terms that falls as the price rises, so the bin is found by search over the bin edges.
/// </summary>
/// <remarks>
/// Each term is <c>volume * clamp((high - edge) * slope + lift, 0, 1)</c>. A bar of zero height has <see cref="FlatSlope"/> and a lift of 1,
/// which makes it count wholly at and below its price and not above. Terms are added from the first bar to the last for every edge, and each
/// is monotone in the edge under rounding, so every way of searching gives the same bin.
/// </remarks>
internal static class VolumeZone
{
    /// <summary>The slope of a bar of zero height; its lift is 1.</summary>
    public const double FlatSlope = 1e300;

    private static readonly Vector512<double> Steps = Vector512.Create(1.0, 2, 3, 4, 5, 6, 7, 8);

    /// <summary>The slope and lift of a bar's term.</summary>
    /// <param name="low">Low end of the bar's price span.</param>
    /// <param name="high">High end of it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (double Slope, double Lift) Term(double low, double high)
    {
        var slope = 1 / (high - low);
        return slope < FlatSlope ? (slope, 0) : (FlatSlope, 1);
    }

    /// <summary>The lower edge of the first bin, from the top down, at which the volume above reaches the wanted volume.</summary>
    /// <param name="highs">High end of each bar's price span.</param>
    /// <param name="slopes">Slope of each bar's term; same length.</param>
    /// <param name="lifts">Lift of each bar's term; same length.</param>
    /// <param name="volumes">Volume of each bar; same length.</param>
    /// <param name="bottom">Lowest price of the window.</param>
    /// <param name="top">Highest price of the window, above <paramref name="bottom"/>.</param>
    /// <param name="bins">How many equal bins lie between, at least 1.</param>
    /// <param name="wanted">The volume to be reached; the lowest bin is taken when none reaches it.</param>
    /// <param name="bin">On the way in where to look first, on the way out the bin that was found, 0 being the lowest.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static double LowerEdge(
        ReadOnlySpan<double> highs,
        ReadOnlySpan<double> slopes,
        ReadOnlySpan<double> lifts,
        ReadOnlySpan<double> volumes,
        double bottom,
        double top,
        int bins,
        double wanted,
        ref int bin
    )
    {
        if (slopes.Length != highs.Length || lifts.Length != highs.Length || volumes.Length != highs.Length)
            throw new ArgumentException("the spans differ in length", nameof(highs));

        // The bin lies at or above `reached` and below `missed`; eight edges between them are tried at a time, at first around the guess.
        double reached = 0;
        double missed = bins;
        var from = Vector512.Create(bottom);
        var height = Vector512.Create(top - bottom);
        var tried = Within(Vector512.Create(bin - 4.0) + Steps, reached, missed);
        while (missed - reached > 1)
        {
            var edges = from + (tried * height / Vector512.Create((double)bins));
            var above = Above(highs, slopes, lifts, volumes, edges);
            var count = BitOperations.PopCount(Vector512.GreaterThanOrEqual(above, Vector512.Create(wanted)).ExtractMostSignificantBits());
            missed = count < 8 ? tried.GetElement(count) : missed;
            reached = count > 0 ? tried.GetElement(count - 1) : reached;
            var gap = missed - reached;
            tried = Within(Vector512.Floor(Vector512.Create(reached) + (Steps * Vector512.Create(gap > 9 ? gap / 9 : 1))), reached, missed);
        }

        bin = (int)reached;
        return bottom + (reached * (top - bottom) / bins);
    }

    // Rising bin numbers strictly between the two; repeated at the ends.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Within(Vector512<double> tried, double reached, double missed) =>
        Vector512.MinNative(Vector512.MaxNative(tried, Vector512.Create(reached + 1)), Vector512.Create(missed - 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Above(
        ReadOnlySpan<double> highs,
        ReadOnlySpan<double> slopes,
        ReadOnlySpan<double> lifts,
        ReadOnlySpan<double> volumes,
        Vector512<double> edges
    )
    {
        ref var high = ref MemoryMarshal.GetReference(highs);
        ref var slope = ref MemoryMarshal.GetReference(slopes);
        ref var lift = ref MemoryMarshal.GetReference(lifts);
        ref var volume = ref MemoryMarshal.GetReference(volumes);
        var above = Vector512<double>.Zero;
        for (var i = 0; i < highs.Length; i++)
        {
            var share =
                ((Vector512.Create(Unsafe.Add(ref high, i)) - edges) * Vector512.Create(Unsafe.Add(ref slope, i)))
                + Vector512.Create(Unsafe.Add(ref lift, i));
            var clamped = Vector512.MinNative(Vector512.MaxNative(share, Vector512<double>.Zero), Vector512<double>.One);
            above += clamped * Vector512.Create(Unsafe.Add(ref volume, i));
        }

        return above;
    }
}
