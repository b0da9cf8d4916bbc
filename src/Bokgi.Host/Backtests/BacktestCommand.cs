using System.CommandLine;
using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Requests;
using Symbol = Bokgi.Markets.Symbol;

namespace Bokgi.Host.Backtests;

/// <summary><c>bokgi backtest</c>: replays a strategy over the lake and shows the result.</summary>
internal static class BacktestCommand
{
    private const int MaximumThreads = 1_024;
    private const string EarliestDate = "1970-01-01";
    private const string LatestDate = "9999-12-31";

    public static Command Create()
    {
        var options = new BacktestOptions();
        var json = new Option<bool>("--json") { Description = "Write only JSON to standard output: the whole run" };
        var threads = NumberOption.Integer(
            "--threads",
            "count",
            "Number of symbols replayed at once (default: one per core); does not affect the result"
        );
        var command = new Command("backtest", "Replays a strategy over stored candles, with fees, slippage and realistic fills.");
        options.AddTo(command);
        command.Options.Add(json);
        command.Options.Add(threads);
        return command
            .WithExamples(
                "backtest --symbols BTC_KRW --strategy volume_long_candle --start 2024-01-01 --end 2024-12-31 --timeframe 1H",
                "backtest --symbols BTC_KRW,ETH_KRW --strategy volume_zone_breakout --timeframe 1H --param volume_window=60 --stop-loss-pct 0.02 --json"
            )
            .RunsAsync((result, shell) => RunAsync(options.Read(result), result.GetValue(json), result.GetValue(threads), shell));
    }

    private static async Task<int> RunAsync(BacktestForm form, bool asJson, int? threads, Shell shell)
    {
        if (threads is < 1 or > MaximumThreads)
            throw InvalidInputException.ForField("threads", $"--threads cannot be {threads}; give 1 to {MaximumThreads}");
        var lake = shell.OpenLake();
        var plan = new BacktestReader(lake).Read(WithDefaultDates(form, lake));
        await using var services = shell.TryOpenRuns();
        var runner = new BacktestRunner(lake, shell.Settings, shell.Clock);
        var threadCount = threads ?? Environment.ProcessorCount;
        var run = await RunProgress.ShowAsync(
            shell,
            observer =>
                services is null
                    ? Task.FromResult(runner.Run(plan, threadCount, observer, shell.Cancel))
                    : new RunRecording(runner, services.GetRequiredService<RunArchive>()).RunAsync(
                        plan,
                        threadCount,
                        observer,
                        shell.Cancel
                    )
        );
        if (asJson)
            shell.WriteJson(run);
        else
            RunTable.Write(run, shell);
        if (services is not null)
            await services.UploadAsync(shell);
        return ExitCode.Success;
    }

    // A missing date defaults to the time of the symbols' first or last stored bar. If the resulting range is invalid, the missing date
    // defaults to the earliest or latest date instead, so that BacktestReader reports the actual error and not a missing date.
    private static BacktestForm WithDefaultDates(BacktestForm form, CandleLake lake)
    {
        if (form is { StartDate: not null, EndDate: not null })
            return form;

        var (first, last) = StoredRange(form, lake);
        var formWithDates = form with { StartDate = form.StartDate ?? first, EndDate = form.EndDate ?? last };
        return KoreanTime.TryParseRange(formWithDates.StartDate, formWithDates.EndDate, out _, out _)
            ? formWithDates
            : form with
            {
                StartDate = form.StartDate ?? EarliestDate,
                EndDate = form.EndDate ?? LatestDate,
            };
    }

    private static (string? First, string? Last) StoredRange(BacktestForm form, CandleLake lake)
    {
        if (!Timeframe.TryParse(form.Timeframe ?? "1d", out var timeframe, out _))
            return (null, null);
        var requested = form.Symbols is ["*"] ? null : (form.Symbols ?? []).Where(IsSymbol).Select(Symbol.Parse).ToHashSet();
        LakeFile[] files =
        [
            .. lake.Inventory(timeframe: timeframe)
                .Where(file => file.FirstUtc is not null && (requested is null || requested.Contains(file.Symbol))),
        ];
        return files.Length == 0
            ? (null, null)
            : (UnixTime.Format(files.Min(file => file.FirstUtc!.Value)), UnixTime.Format(files.Max(file => file.LastUtc!.Value)));
    }

    private static bool IsSymbol(string name) => Symbol.TryParse(name, out _, out _);
}
