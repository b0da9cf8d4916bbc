using System.Text.Json;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Bokgi.Benchmarks;

/// <summary>
/// Runs each benchmark named in allocations.json in one short job and compares the bytes allocated per operation with the budget in that file. Times
/// are printed but not checked, because they depend on the machine; allocated bytes hardly do.
/// </summary>
internal static class AllocationGate
{
    private const string BudgetFile = "allocations.json";

    /// <returns>The exit code: 0 if every budget is kept, else 1. The last line printed reads "N passed, N failed".</returns>
    public static int Run()
    {
        var path = Path.Combine(AppContext.BaseDirectory, BudgetFile);
        var budgets = JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllText(path))!;
        var artifacts = Directory.CreateTempSubdirectory("bokgi-bench-").FullName;
        try
        {
            var reports = BenchmarkSwitcher
                .FromAssembly(typeof(AllocationGate).Assembly)
                .RunAll(CreateConfig(budgets, artifacts))
                .SelectMany(summary => summary.Reports)
                .ToDictionary(report => NameOf(report.BenchmarkCase));
            var failed = budgets.Count(budget => !CheckBudget(budget.Key, budget.Value, reports.GetValueOrDefault(budget.Key)));
            Console.WriteLine($"{budgets.Count - failed} passed, {failed} failed");
            return failed == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(artifacts, recursive: true);
        }
    }

    private static bool CheckBudget(string name, long budget, BenchmarkReport? report)
    {
        var bytes = report?.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase);
        var isKept = bytes <= budget;
        var time = report?.ResultStatistics is { } statistics ? $", {statistics.Mean:N1} ns" : string.Empty;
        var measured = bytes is { } count ? $"{count:N0} B" : "not run";
        Console.WriteLine($"{(isKept ? "ok  " : "FAIL")} {name}: {measured}, budget {budget:N0} B{time}");
        return isKept;
    }

    private static ManualConfig CreateConfig(Dictionary<string, long> budgets, string artifacts) =>
        ManualConfig
            .CreateEmpty()
            .AddJob(
                Job.Dry.WithToolchain(InProcessEmitToolchain.Instance)
                    .WithStrategy(RunStrategy.Monitoring)
                    .WithWarmupCount(2)
                    .WithIterationCount(3)
            )
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddFilter(new SimpleFilter(benchmark => budgets.ContainsKey(NameOf(benchmark))))
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(artifacts)
            .WithOptions(ConfigOptions.DisableOptimizationsValidator | ConfigOptions.DisableLogFile);

    // For example EngineBenchmarks.Replay, followed by [Strategy=volume_long_candle] if the benchmark has parameters.
    private static string NameOf(BenchmarkCase benchmark) =>
        $"{benchmark.Descriptor.Type.Name}.{benchmark.Descriptor.WorkloadMethod.Name}{benchmark.Parameters.DisplayInfo}";
}
