namespace Bokgi.Host.Benchmarks;

internal sealed record BenchmarkRun(string Time, int Candles, BenchmarkEnvironment Environment, IReadOnlyList<BenchmarkResult> Results)
{
    public BenchmarkRun? Before { get; init; }
}
