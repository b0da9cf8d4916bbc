namespace Bokgi.Host.Benchmarks;

internal sealed record BenchmarkRun(string Time, int Candles, BenchmarkEnvironment Environment, IReadOnlyList<BenchmarkResult> Results)
{
    /// <summary>The earlier run with which this one is compared; null without a comparison.</summary>
    public BenchmarkRun? Before { get; init; }
}
