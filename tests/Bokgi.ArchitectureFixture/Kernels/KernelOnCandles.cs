using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.Kernels;

internal static class KernelOnCandles
{
    /// <summary>Breach: Kernels uses nothing. Only the method body uses the candle.</summary>
    public static int Size() => new Candle(0, 1).GetHashCode();
}
