using System.CommandLine;
using System.Text.Json;
using Bokgi.Host.Backtests.Store;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Microsoft.Data.Sqlite;
using Symbol = Bokgi.Markets.Symbol;

namespace Bokgi.Host.Backtests;

/// <summary><c>bokgi backtest</c>: replays a strategy over the lake and shows what came of it.</summary>
internal static class BacktestCommand
{
    private const int MaximumThreads = 1_024;

    public static Command Create()
    {
        var options = new BacktestOptions();
        var json = new Option<bool>("--json") { Description = "The whole run as JSON, alone on standard output" };
        var threads = NumberOption.Whole("--threads", "count", "Symbols replayed at a time (default: one per core); never changes a result");
        var command = new Command("backtest", "Replays a strategy over stored candles, with fees, slippage and honest fills.");
        options.AddTo(command);
        command.Options.Add(json);
        command.Options.Add(threads);
        return command.Runs((result, shell) => Run(options.Read(result), result.GetValue(json), result.GetValue(threads), shell));
    }

    private static int Run(BacktestForm form, bool asJson, int? threads, Shell shell)
    {
        if (threads is < 1 or > MaximumThreads)
            throw RefusedInputException.Of("threads", $"--threads cannot be {threads}; give 1 to {MaximumThreads}");
        var lake = shell.OpenLake();
        var plan = new BacktestReader(lake).Read(Dated(form, lake));
        var store = OpenStore(shell);
        var runner = new BacktestRunner(lake, shell.Settings, shell.Clock);
        var count = threads ?? Environment.ProcessorCount;
        var run = RunProgress.Show(
            shell,
            observer => store is null ? runner.Run(plan, count, observer, shell.Cancel) : new RunRecording(runner, store).Run(plan, count, observer, shell.Cancel)
        );
        if (asJson)
            shell.Out.WriteLine(JsonSerializer.Serialize(run, JsonFormat.Options));
        else
            RunTable.Write(run, shell);
        return ExitCode.Good;
    }

    // A data root that may only be read is legal: then nothing is kept, which is said.
    private static RunStore? OpenStore(Shell shell)
    {
        var database = new BokgiDatabase(shell.Settings);
        try
        {
            database.Migrate();
            return new RunStore(database, shell.Settings);
        }
        catch (Exception readOnly) when (readOnly is UnauthorizedAccessException or IOException or SqliteException { SqliteErrorCode: 8 or 14 })
        {
            shell.Warn(Shell.Say("실행 결과를 저장하지 않습니다. STATE_ROOT에 쓸 수 있는 폴더를 지정하십시오", "the run is not kept: set STATE_ROOT to a folder that can be written"));
            return null;
        }
    }

    // A range that is left open reaches to the first and last bar of the symbols. Where no file tells them it is as wide as can be:
    // what is wrong with the request or the files is then found where it always is.
    private static BacktestForm Dated(BacktestForm form, CandleLake lake)
    {
        if (form.StartDate is not null && form.EndDate is not null)
            return form;
        var isAsked = form.Symbols is ["*"] ? (_ => true) : Asked(form.Symbols ?? []);
        var inventory = Timeframe.TryParse(form.Timeframe ?? "1d", out var timeframe, out _) ? lake.Inventory(timeframe: timeframe) : [];
        LakeFile[] files = [.. inventory.Where(file => file.FirstUtc is not null && isAsked(file.Symbol))];
        return form with
        {
            StartDate = form.StartDate ?? (files.Min(file => file.FirstUtc) is { } first ? UnixTime.Format(first) : "1970-01-01"),
            EndDate = form.EndDate ?? (files.Max(file => file.LastUtc) is { } last ? UnixTime.Format(last) : "2999-12-31"),
        };
    }

    private static Func<Symbol, bool> Asked(IReadOnlyList<string> names)
    {
        var asked = names.Where(name => Symbol.TryParse(name, out _, out _)).Select(Symbol.Parse).ToHashSet();
        return asked.Contains;
    }
}
