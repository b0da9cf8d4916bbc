namespace Bokgi.Host.Benchmarks;

/// <summary>The results of one benchmark over so many candles, as stored and printed.</summary>
internal sealed record BenchmarkRun(string Time, int Candles, BenchmarkEnvironment Environment, IReadOnlyList<BenchmarkResult> Results)
{
    /// <summary>The previous run, if a comparison was requested and there is one.</summary>
    public BenchmarkRun? Before { get; init; }
}
