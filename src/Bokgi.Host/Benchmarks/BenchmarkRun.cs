namespace Bokgi.Host.Benchmarks;

/// <summary>The results of one benchmark, as stored and printed.</summary>
/// <param name="Time">When it started, UTC.</param>
/// <param name="Candles">The number of candles for the strategy measurements.</param>
/// <param name="Environment">The machine and version on which it ran.</param>
/// <param name="Results">The results.</param>
internal sealed record BenchmarkRun(string Time, int Candles, BenchmarkEnvironment Environment, IReadOnlyList<BenchmarkResult> Results)
{
    /// <summary>The previous run, if a comparison was requested and there is one.</summary>
    public BenchmarkRun? Before { get; init; }
}
