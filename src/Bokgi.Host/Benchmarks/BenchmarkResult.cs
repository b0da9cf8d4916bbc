namespace Bokgi.Host.Benchmarks;

/// <summary>A measured value, its target (a minimum for rates per second, otherwise a maximum), and whether the target is met.</summary>
internal sealed record BenchmarkResult(string Name, double Value, string Unit, double Target, bool Ok)
{
    public static BenchmarkResult AtMost(string name, double value, string unit, double target) =>
        new(name, value, unit, target, value <= target);

    public static BenchmarkResult AtLeast(string name, double value, string unit, double target) =>
        new(name, value, unit, target, value >= target);
}
