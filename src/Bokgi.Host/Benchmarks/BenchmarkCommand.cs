using System.CommandLine;

namespace Bokgi.Host.Benchmarks;

internal static class BenchmarkCommand
{
    private const int DefaultCandles = 1_000_000;
    private const int FewestCandles = 1_000;
    private const int MostCandles = 20_000_000;

    public static TimeSpan Pause { get; } = TimeSpan.FromSeconds(300);

    public static Command Create(Func<HostSettings, WebApplication> server)
    {
        var candles = NumberOption.Whole("--candles", "count", "Number of candles to measure the strategies with (default 1000000)");
        var compare = new Option<bool>("--compare") { Description = "Also show the previous run with the same number of candles" };
        var monitor = new Option<bool>("--monitor") { Description = "Repeat every 300 s until stopped" };
        var export = TextOption.One("--export", "csv|json", "Also write a file in this format under STATE_ROOT/benchmarks");
        export.AcceptOnlyFromAmong("csv", "json");
        var json = new Option<bool>("--json") { Description = "Print only JSON to standard output" };
        return new Command("benchmark", "Measures the speed of strategies, sweeps, loading and the API on this machine, and stores the result.")
            .With(candles, compare, monitor, export, json)
            .WithExamples("benchmark", "benchmark --candles 100000 --compare", "benchmark --json", "benchmark --monitor --export csv")
            .Runs(
                (result, shell) =>
                {
                    var count = result.GetValue(candles) ?? DefaultCandles;
                    if (count is < FewestCandles or > MostCandles)
                        throw RefusedInputException.Of("candles", $"candles cannot be {count}; give {FewestCandles} to {MostCandles}");
                    var output = new BenchmarkOutput(result.GetValue(compare), result.GetValue(export), result.GetValue(json));
                    return Run(new BenchmarkSuite(shell.Clock, server, count), count, output, result.GetValue(monitor), shell);
                }
            );
    }

    public static int Run(BenchmarkSuite suite, int candles, BenchmarkOutput output, bool repeats, Shell shell)
    {
        var records = new BenchmarkRecords(shell.Settings.StateRoot);
        while (true)
        {
            var run = suite.Run(Tell, shell.Cancel);
            output.Write(output.Compares ? run with { Before = records.Newest(candles) } : run, records, shell);
            if (!repeats)
                return ExitCode.Good;
            Task.Delay(Pause, shell.Clock, shell.Cancel).GetAwaiter().GetResult();
        }

        void Tell(string part)
        {
            if (shell.IsErrorTerminal)
                shell.Error.WriteLine($"{Shell.Say("측정 중", "measuring")}: {part}");
        }
    }
}
