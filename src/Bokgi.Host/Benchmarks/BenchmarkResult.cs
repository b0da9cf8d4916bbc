namespace Bokgi.Host.Benchmarks;

/// <summary>One figure of a benchmark.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">What came out.</param>
/// <param name="Unit">Of value and target.</param>
/// <param name="Target">What is wanted: the most, or the least of something per second.</param>
/// <param name="Ok">Whether the target was met.</param>
internal sealed record BenchmarkResult(string Name, double Value, string Unit, double Target, bool Ok)
{
    /// <summary>A figure that should not be above its target.</summary>
    public static BenchmarkResult AtMost(string name, double value, string unit, double target) =>
        new(name, value, unit, target, value <= target);

    /// <summary>A figure that should not be below its target.</summary>
    public static BenchmarkResult AtLeast(string name, double value, string unit, double target) =>
        new(name, value, unit, target, value >= target);
}
