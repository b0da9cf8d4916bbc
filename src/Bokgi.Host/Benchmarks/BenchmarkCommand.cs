using System.CommandLine;

namespace Bokgi.Host.Benchmarks;

/// <summary><c>bokgi benchmark</c>: measures how fast this machine is and compares that with the targets.</summary>
internal static class BenchmarkCommand
{
    private const int DefaultCandles = 1_000_000;
    private const int FewestCandles = 1_000;
    private const int MostCandles = 20_000_000;

    /// <summary>The pause between two runs with <c>--monitor</c>.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromSeconds(300);

    /// <param name="server">Builds the server whose response times are measured.</param>
    public static Command Create(Func<HostSettings, WebApplication> server)
    {
        var candles = NumberOption.Whole("--candles", "count", "Candles that the strategies are measured over (default 1000000)");
        var compare = new Option<bool>("--compare") { Description = "Beside the run before with as many candles" };
        var monitor = new Option<bool>("--monitor") { Description = "Again every 300 s, until stopped" };
        var export = TextOption.One("--export", "csv|json", "Write a file of this format under STATE_ROOT/benchmarks too");
        export.AcceptOnlyFromAmong("csv", "json");
        var json = new Option<bool>("--json") { Description = "As JSON, alone on standard output" };
        var command = new Command("benchmark", "Measures how fast strategies, sweeps, loading and the API are here. The run is kept.")
        {
            candles,
            compare,
            monitor,
            export,
            json,
        };
        return command
            .WithExamples("benchmark", "benchmark --candles 100000 --compare", "benchmark --json", "benchmark --monitor --export csv")
            .Runs(
                (result, shell) =>
                {
                    var count = result.GetValue(candles) ?? DefaultCandles;
                    Check(count);
                    var output = new BenchmarkOutput(result.GetValue(compare), result.GetValue(export), result.GetValue(json));
                    return Run(new BenchmarkSuite(shell.Clock, server, count), count, output, result.GetValue(monitor), shell);
                }
            );
    }

    /// <summary>Runs a suite once, or repeatedly until the user stops it.</summary>
    public static int Run(BenchmarkSuite suite, int candles, BenchmarkOutput output, bool repeats, Shell shell)
    {
        var records = new BenchmarkRecords(shell.Settings.StateRoot);
        while (true)
        {
            var run = suite.Run(part => Tell(part, shell), shell.Cancel);
            output.Write(output.Compares ? run with { Before = records.Newest(candles) } : run, records, shell);
            if (!repeats)
                return ExitCode.Good;
            Task.Delay(Pause, shell.Clock, shell.Cancel).GetAwaiter().GetResult();
        }
    }

    private static void Check(int candles)
    {
        var errors = new InputErrors();
        if (candles is < FewestCandles or > MostCandles)
            errors.Add("candles", $"candles cannot be {candles}; give {FewestCandles} to {MostCandles}");
        errors.ThrowIfAny();
    }

    private static void Tell(string part, Shell shell)
    {
        if (shell.IsErrorTerminal)
            shell.Error.WriteLine($"{Shell.Say("측정 중", "measuring")}: {part}");
    }
}
