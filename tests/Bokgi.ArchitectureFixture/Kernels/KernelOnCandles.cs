using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.Kernels;

internal static class KernelOnCandles
{
    /// <summary>Breach: Kernels uses nothing. The candle is seen in the body only.</summary>
    public static int Size() => new Candle(0, 1).GetHashCode();
}
