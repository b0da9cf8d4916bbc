using System.CommandLine;
using System.CommandLine.Parsing;
using Bokgi.Host.Alerts.Commands;
using Bokgi.Host.Backtests;
using Bokgi.Host.Backups.Commands;
using Bokgi.Host.Benchmarks;
using Bokgi.Host.Candles;
using Bokgi.Host.Collection;
using Bokgi.Host.Health;
using Bokgi.Host.Listings;
using Bokgi.Host.PaperTrading.Commands;
using Bokgi.Host.Reports.Comparison;
using Bokgi.Host.Reports.Explain;
using Bokgi.Host.Reports.Exports;
using Bokgi.Host.Reports.Html;
using Bokgi.Host.Runs;
using Bokgi.Host.Runs.History;
using Bokgi.Host.Runs.Maintenance;
using Bokgi.Host.Storage.Commands;
using Bokgi.Host.Strategies;

namespace Bokgi.Host;

internal static class BokgiCommands
{
    private const string Name = "bokgi";

    public static async Task<int> RunAsync(string[] args, InvocationConfiguration invocation)
    {
        var result = CreateRoot().Parse(args);
        invocation.ProcessTerminationTimeout = null; // turns off the signal handling of System.CommandLine, which fails on a second signal
        if (result.Errors.Count == 0)
        {
            // The web host handles signals itself.
            if (result.CommandResult.Command.Name is ServeCommand.Name or WorkerCommand.Name or FakeExchangeCommand.Name)
                return await result.InvokeAsync(invocation);
            using var interruption = new Interruption();
            return await result.InvokeAsync(invocation, interruption.Token);
        }

        // An unknown token causes further errors; only errors that name it are shown.
        var hasUnknownTokens = result.UnmatchedTokens.Count > 0;
        foreach (
            var error in result.Errors.Where(error =>
                !hasUnknownTokens || result.UnmatchedTokens.Any(token => error.Message.Contains(token, StringComparison.Ordinal))
            )
        )
            Shell.WriteError(invocation.Error, error.Message);
        invocation.Error.WriteLine($"{Shell.Localize("도움말", "help")}: {FullName(result.CommandResult)} --help");
        return ExitCode.Refused;
    }

    // The full name of a command, such as bokgi runs prune.
    private static string FullName(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{FullName(parent)} {command.Command.Name}" : Name;

    // A plain command, because a root command would be named after the assembly instead of the launcher.
    private static Command CreateRoot()
    {
        var root = new Command(Name, "Bokgi (복기): replay coin markets move by move, and learn. Times without a zone are KST.")
        {
            HelpWithExamples.CreateOption(),
            new VersionOption(),
            ShellCommand.DataRoot,
            BacktestCommand.Create(),
            RunsCommand.Create(),
            ShowCommand.Create(),
            RerunCommand.Create(),
            NoteCommand.Create(),
            CompareCommand.Create(),
            ExplainCommand.Create(),
            ExportCommand.Create(),
            ReportCommand.Create(),
            StrategiesCommand.Create(),
            LoadCommand.Create(),
            ImportCommand.Create(),
            GenerateCommand.Create(),
            CollectCommand.Create(),
            MarketsCommand.Create(),
            WatchCommand.Create(),
            InventoryCommand.Create(),
            QualityCommand.Create(),
            ResampleCommand.Create(),
            InspectCommand.Create(),
            PaperCommand.Create(),
            ServeCommand.Create(),
            WorkerCommand.Create(),
            FakeExchangeCommand.Create(),
            BenchmarkCommand.Create(BokgiServer.Build),
            StorageCommand.Create(VerifyStorageCommand.Create(), MigrateStorageCommand.Create()),
            MigrateCommand.Create(),
            BackupCommand.Create(),
            HealthCommand.Create(),
            AlertsCommand.Create(),
            ConfigCommand.Create(),
        };
        return root.WithExamples(
            "generate",
            "backtest --symbols '*' --strategy volume_long_candle --timeframe 1H",
            "strategies volume_zone_breakout"
        );
    }
}
