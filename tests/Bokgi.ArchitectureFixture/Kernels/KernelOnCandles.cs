using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.Kernels;

internal static class KernelOnCandles
{
    /// <summary>Breach: Kernels may use no other folder. Only the method body uses the candle.</summary>
    public static int HashOfCandle() => new Candle(0, 1).GetHashCode();
}
