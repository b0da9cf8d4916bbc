using System.CommandLine;
using Bokgi.Host.Alerts;

namespace Bokgi.Host.Benchmarks;

internal static class BenchmarkCommand
{
    private const int DefaultCandles = 1_000_000;
    private const int MinimumCandles = 100;
    private const int MaximumCandles = 20_000_000;

    public static TimeSpan RepeatInterval { get; } = TimeSpan.FromSeconds(300);

    public static Command Create(Func<HostSettings, WebApplication> buildServer)
    {
        var candles = NumberOption.Integer("--candles", "count", "Number of candles to measure the strategies with (default 1000000)");
        var compare = new Option<bool>("--compare") { Description = "Also show the previous run with the same number of candles" };
        var monitor = new Option<bool>("--monitor") { Description = "Repeat every 300 s until stopped" };
        var export = TextOption.Single("--export", "csv|json", "Also write a file in this format under STATE_ROOT/benchmarks");
        export.AcceptOnlyFromAmong("csv", "json");
        var json = new Option<bool>("--json") { Description = "Print only JSON to standard output" };
        return new Command(
            "benchmark",
            "Measures the speed of strategies, sweeps, loading and the API on this machine, and stores the result."
        )
            .With(candles, compare, monitor, export, json)
            .WithExamples("benchmark", "benchmark --candles 100000 --compare", "benchmark --json", "benchmark --monitor --export csv")
            .Runs(
                (result, shell) =>
                {
                    var count = result.GetValue(candles) ?? DefaultCandles;
                    if (count is < MinimumCandles or > MaximumCandles)
                        throw InvalidInputException.ForField(
                            "candles",
                            $"candles cannot be {count}; give {MinimumCandles} to {MaximumCandles}"
                        );
                    var output = new BenchmarkOutput(result.GetValue(compare), result.GetValue(export), result.GetValue(json));
                    return Run(new BenchmarkSuite(shell.Clock, buildServer, count), count, output, result.GetValue(monitor), shell);
                }
            );
    }

    public static int Run(BenchmarkSuite suite, int candles, BenchmarkOutput output, bool repeats, Shell shell)
    {
        var records = new BenchmarkRecords(shell.Settings.StateRoot);
        var alerts = new BenchmarkAlerts(shell.Clock);
        while (true)
        {
            var run = suite.Run(ReportProgress, shell.Cancel);
            shell.SendAlertsAsync(alerts.CreateMessages(run.Results)).GetAwaiter().GetResult();
            output.Write(output.Compares ? run with { Before = records.FindNewest(candles) } : run, records, shell);
            if (!repeats)
                return ExitCode.Success;
            Task.Delay(RepeatInterval, shell.Clock, shell.Cancel).GetAwaiter().GetResult();
        }

        void ReportProgress(string step)
        {
            if (shell.IsErrorTerminal)
                shell.Error.WriteLine($"{Shell.Localize("측정 중", "measuring")}: {step}");
        }
    }
}
