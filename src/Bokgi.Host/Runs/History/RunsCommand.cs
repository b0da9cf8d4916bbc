using System.CommandLine;
using Bokgi.Host.Runs.Maintenance;
using Bokgi.Host.Runs.Store;
using Spectre.Console;

namespace Bokgi.Host.Runs.History;

/// <summary><c>bokgi runs</c>: lists the stored runs.</summary>
internal static class RunsCommand
{
    private const string NoValue = "–";

    public static Command Create()
    {
        var options = new HistoryOptions();
        var json = new Option<bool>("--json") { Description = "Write only JSON to standard output" };
        var command = new Command("runs", "Lists the stored runs, newest first.");
        options.AddTo(command);
        command.Options.Add(json);
        command.Subcommands.Add(PruneRunsCommand.Create());
        return command
            .WithExamples(
                "runs --strategy volume_long_candle --sort=-total_return",
                "runs --text 'btc halving'",
                "runs prune --older-than 30d"
            )
            .RunsAsync((result, shell) => RunAsync(options.Read(result), result.GetValue(json), shell));
    }

    private static async Task<int> RunAsync(HistoryForm form, bool asJson, Shell shell)
    {
        var query = RunQueryReader.Read(form);
        await using var services = shell.OpenRuns();
        var page = await services.GetRequiredService<RunStore>().ListAsync(query);
        if (asJson)
            shell.WriteJson(page);
        else if (page.Items.Count > 0)
            WriteTable(page, shell);
        if (page.Items.Count > 0)
            return ExitCode.Success;
        shell.Error.WriteLine(Shell.Localize("조건에 맞는 실행이 없습니다", "no run matches; 'bokgi backtest' makes one"));
        return ExitCode.NothingFound;
    }

    private static void WriteTable(RunPage page, Shell shell)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var name in (string[])["run", "made", "strategy", "tf", "symbols"])
            table.AddColumn(new TableColumn(name).NoWrap());
        foreach (var name in (string[])["trades", "return", "max dd", "sharpe"])
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
        table.AddColumn("note");
        foreach (var run in page.Items)
        {
            table.AddRow(
                run.RunId,
                run.CreatedAt[..19], // without fractions of a second
                run.Strategy,
                run.Timeframe,
                Symbols(run),
                run.TotalTrades.ToString("N0", CultureInfo.InvariantCulture),
                Percent(run.TotalReturn),
                Percent(run.MaxDrawdown),
                run.Sharpe?.ToString("N2", CultureInfo.InvariantCulture) ?? NoValue,
                Markup.Escape(string.Join(" ", [.. run.Tags.Select(tag => $"#{tag}"), run.Description ?? string.Empty]))
            );
        }

        shell.Write(table);
        shell.Out.WriteLine($"{page.Offset + 1}–{page.Offset + page.Items.Count} / {page.Total}");
    }

    private static string Symbols(RunItem run) =>
        run.SymbolCount <= 2 ? string.Join(",", run.Symbols) : $"{run.Symbols[0]} +{run.SymbolCount - 1}";

    private static string Percent(double? fraction) =>
        fraction is { } value ? (value * 100).ToString("N2", CultureInfo.InvariantCulture) + " %" : NoValue;
}
