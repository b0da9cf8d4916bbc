namespace Bokgi.Host.Benchmarks;

/// <summary>One result of a benchmark.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The measured value.</param>
/// <param name="Unit">The unit of value and target.</param>
/// <param name="Target">The target: a maximum, or a minimum for rates per second.</param>
/// <param name="Ok">Whether the target was met.</param>
internal sealed record BenchmarkResult(string Name, double Value, string Unit, double Target, bool Ok)
{
    /// <summary>A value that should not exceed its target.</summary>
    public static BenchmarkResult AtMost(string name, double value, string unit, double target) =>
        new(name, value, unit, target, value <= target);

    /// <summary>A value that should not fall below its target.</summary>
    public static BenchmarkResult AtLeast(string name, double value, string unit, double target) =>
        new(name, value, unit, target, value >= target);
}
