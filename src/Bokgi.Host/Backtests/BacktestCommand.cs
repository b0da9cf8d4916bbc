using System.CommandLine;
using System.Text.Json;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Json;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Symbol = Bokgi.Markets.Symbol;

namespace Bokgi.Host.Backtests;

/// <summary><c>bokgi backtest</c>: replays a strategy over the lake and shows what came of it.</summary>
internal static class BacktestCommand
{
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
        var lake = new CandleLake(shell.Settings.DataRoot);
        var plan = new BacktestReader(lake).Read(Dated(form, lake));
        var store = StoreOpening.TryOpen(shell);
        var runner = new BacktestRunner(lake, shell.Settings, shell.Clock);
        var count = Math.Clamp(threads ?? Environment.ProcessorCount, 1, 1_024);
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

    // A range that is left open reaches to the first and last bar of the symbols.
    private static BacktestForm Dated(BacktestForm form, CandleLake lake)
    {
        if ((form.StartDate is not null && form.EndDate is not null) || !Timeframe.TryParse(form.Timeframe ?? "1d", out var timeframe, out _))
            return form;
        var isAsked = form.Symbols is ["*"] ? (_ => true) : Asked(form.Symbols ?? []);
        LakeFile[] files = [.. lake.Inventory(timeframe: timeframe).Where(file => file.FirstUtc is not null && isAsked(file.Symbol))];
        if (files.Length == 0)
            throw new LakeException(LakeErrorKind.NotFound, $"none of the symbols has {timeframe} candles; 'bokgi inventory' lists what there is");
        return form with
        {
            StartDate = form.StartDate ?? UnixTime.Format(files.Min(file => file.FirstUtc!.Value)),
            EndDate = form.EndDate ?? UnixTime.Format(files.Max(file => file.LastUtc!.Value)),
        };
    }

    private static Func<Symbol, bool> Asked(IReadOnlyList<string> names)
    {
        var asked = names.Where(name => Symbol.TryParse(name, out _, out _)).Select(Symbol.Parse).ToHashSet();
        return asked.Contains;
    }
}
