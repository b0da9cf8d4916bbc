namespace Bokgi.Host.Benchmarks;

/// <summary>The figures of one benchmark, as they are kept and printed.</summary>
/// <param name="Time">When it began, UTC.</param>
/// <param name="Candles">How many candles the strategies were measured over.</param>
/// <param name="Environment">What it ran on.</param>
/// <param name="Results">The figures.</param>
internal sealed record BenchmarkRun(string Time, int Candles, BenchmarkEnvironment Environment, IReadOnlyList<BenchmarkResult> Results)
{
    /// <summary>The run before, where a comparison was asked for and there is one.</summary>
    public BenchmarkRun? Before { get; init; }
}
