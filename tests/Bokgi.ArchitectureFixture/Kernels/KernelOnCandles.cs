using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.Kernels;

internal static class KernelOnCandles
{
    /// <summary>Breaks the rule that Kernels uses no other folder: creates a candle, though only in a method body.</summary>
    public static int HashOfCandle() => new Candle(0, 1).GetHashCode();
}
