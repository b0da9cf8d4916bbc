using System.CommandLine;
using System.CommandLine.Parsing;
using Bokgi.Host.Backtests;
using Bokgi.Host.Backtests.Comparison;
using Bokgi.Host.Backtests.Explain;
using Bokgi.Host.Backtests.Exports;
using Bokgi.Host.Backtests.History;
using Bokgi.Host.Backtests.Report;
using Bokgi.Host.Backtests.Sync;
using Bokgi.Host.Benchmarks;
using Bokgi.Host.Candles;
using Bokgi.Host.Collection;
using Bokgi.Host.Listings;
using Bokgi.Host.PaperTrading.Commands;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Storage.Commands;
using Bokgi.Host.Strategies;

namespace Bokgi.Host;

/// <summary>Assembles the commands of the program.</summary>
internal static class BokgiCommands
{
    private const string Name = "bokgi";

    private static readonly Dictionary<string, string[]> Examples = new()
    {
        [Name] = ["generate", "backtest --symbols '*' --strategy volume_long_candle --timeframe 1H", "strategies volume_zone_breakout"],
        ["backtest"] =
        [
            "backtest --symbols BTC_KRW --strategy volume_long_candle --start 2024-01-01 --end 2024-12-31 --timeframe 1H",
            "backtest --symbols BTC_KRW,ETH_KRW --strategy volume_zone_breakout --timeframe 1H --param volume_window=60 --stop-loss-pct 0.02 --json",
        ],
        ["runs"] = ["runs --strategy volume_long_candle --sort=-total_return", "runs --text 'btc halving'", "runs prune --older-than 30d"],
        ["compare"] = ["compare latest 019ade", "compare 019ade 019adf 019ae0 --json"],
        ["explain"] =
        [
            "explain latest --symbol BTC_KRW --at 2024-03-05T14:00",
            "explain latest --start 2024-03-01 --end 2024-03-02 --json",
        ],
        ["export"] = ["export latest trades --output trades.csv", "export latest equity --format parquet -o equity.parquet --overwrite"],
        ["note"] = ["note latest 'before the halving' --tag study", "note 019ade --untag study"],
        ["report"] = ["report latest", "report latest --lang ko --output result.html --overwrite"],
        ["load"] =
        [
            "load --symbols BTC_KRW --timeframe 1H --start 2024-01-01 --end 2024-01-01",
            "load --symbols BTC_KRW,ETH_KRW --timeframe 1H --format parquet --output candles.parquet",
        ],
        ["collect"] =
        [
            "collect --symbols BTC_KRW,ETH_KRW --timeframes 1M,1H --days 30",
            "collect --exchange binance --symbols BTC_USDT --timeframes 1D",
            "collect --symbols '*' --timeframes 1H",
        ],
        ["markets"] = ["markets --warned", "markets --json"],
        [ServeCommand.Name] = ["serve", "serve --data-root /mnt/candles"],
        [WorkerCommand.Name] = ["worker --concurrency 2", "worker --queues backtest-queue --heartbeat-seconds 10"],
        [FakeExchangeCommand.Name] =
        [
            "fake-exchange --lake data --from 2025-10-01 --speed 60",
            "fake-exchange --lake data --port 0 --speed 0 --faults '429=0.05,drop=0.001'",
        ],
        ["benchmark"] = ["benchmark", "benchmark --candles 100000 --compare", "benchmark --json", "benchmark --monitor --export csv"],
        ["storage"] = ["storage list --prefix backtests/2026-01-01/", "storage verify"],
        ["quality"] =
        [
            "quality --symbols '*' --timeframe 1H",
            "quality --symbols BTC_KRW --timeframe 1M --calendar",
            "quality --symbols BTC_KRW --fix",
        ],
        [ResampleCommand.Name] = ["resample --symbols BTC_KRW --from 1M --to 5M,1H,1D"],
        [WatchCommand.Name] = ["watch --symbols BTC_KRW,ETH_KRW", "watch --exchange binance --symbols BTC_USDT --count 10"],
        [PaperCommand.Name] =
        [
            "paper start --symbols BTC_KRW,ETH_KRW --strategy volume_zone_breakout --param volume_window=60",
            "paper status",
            "paper trades --limit 20",
            "paper verify",
            "paper stop --keep-positions",
        ],
        ["migrate"] = ["migrate", "migrate --check"],
        ["import"] = ["import KRW-BTC_1h.parquet --zone UTC --dry-run", "import candles.csv --symbol BTC_KRW --timeframe 1H"],
    };

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code: 0 for success, 1 for refused input or nothing found, 2 for a failure.</returns>
    public static async Task<int> RunAsync(string[] args, InvocationConfiguration invocation)
    {
        var result = Root().Parse(args);
        invocation.ProcessTerminationTimeout = null; // the library would fail at a second signal
        if (result.Errors.Count == 0)
        {
            // The web host handles signals itself.
            if (result.CommandResult.Command.Name is ServeCommand.Name or WorkerCommand.Name or FakeExchangeCommand.Name)
                return await result.InvokeAsync(invocation);
            using var interruption = new Interruption();
            return await result.InvokeAsync(invocation, interruption.Token);
        }

        var isUnknown = result.UnmatchedTokens.Count > 0;
        foreach (
            var error in result.Errors.Where(error =>
                !isUnknown || result.UnmatchedTokens.Any(token => error.Message.Contains(token, StringComparison.Ordinal))
            )
        )
            invocation.Error.WriteLine($"{Shell.Say("오류", "error")}: {error.Message}");
        invocation.Error.WriteLine($"{Shell.Say("도움말", "help")}: {Called(result.CommandResult)} --help");
        return ExitCode.Refused;
    }

    // The full name of a command, such as bokgi runs prune.
    private static string Called(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Called(parent)} {command.Command.Name}" : Name;

    // A plain command, because a root command would be named after the assembly instead of the launcher.
    private static Command Root()
    {
        var root = new Command(Name, "Bokgi (복기): replay coin markets move by move, and learn. Times without a zone are KST.")
        {
            HelpWithExamples.Option(Examples),
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
            ConfigCommand.Create(),
        };
        return root;
    }
}
