using System.CommandLine;
using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Rows;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Reports.Explain;

internal static class ExplainCommand
{
    // The requested bar and the nine before it.
    private const string DefaultLimitWithAt = "10";

    public static Command Create()
    {
        var name = RunName.Argument();
        var symbol = TextOption.Single("--symbol", "name", "The market; optional if the run has only one");
        var at = TextOption.Single("--at", "time", "The bar at this time and some before it; KST unless a zone is given");
        var start = TextOption.Single("--start", "date", "First day or time (default: the start of the run)");
        var end = TextOption.Single("--end", "date", "Last day (inclusive) or end time (default: the end of the run)");
        var limit = TextOption.Single("--limit", "count", "Maximum number of bars, 1 to 1000 (default 100, or 10 with --at)");
        var json = new Option<bool>("--json") { Description = "Write only JSON to standard output" };
        return new Command("explain", "Explains bar by bar why a run did or did not trade.")
            .With(name, symbol, at, start, end, limit, json)
            .WithExamples(
                "explain latest --symbol BTC_KRW --at 2024-03-05T14:00",
                "explain latest --start 2024-03-01 --end 2024-03-02 --json"
            )
            .RunsAsync(
                (result, shell) =>
                {
                    var query = new ExplainQuery
                    {
                        Symbol = result.GetValue(symbol),
                        At = result.GetValue(at),
                        Start = result.GetValue(start),
                        End = result.GetValue(end),
                        Limit = result.GetValue(limit) ?? (result.GetValue(at) is null ? null : DefaultLimitWithAt),
                    };
                    return RunAsync(result.GetValue(name)!, query, result.GetValue(json), shell);
                }
            );
    }

    private static async Task<int> RunAsync(string name, ExplainQuery query, bool asJson, Shell shell)
    {
        await using var services = shell.OpenRuns();
        var run = await RunName.FindAsync(services.GetRequiredService<RunStore>(), name);
        var symbolIndex = RunSymbols.IndexOf(run, RunSymbols.Parse(query.Symbol));
        var explanation = ExplanationDocument.Of(run, symbolIndex, query.Read(run), shell.OpenLake(), shell.Cancel);
        if (asJson)
            shell.WriteJson(explanation);
        else
            ExplanationTable.Write(explanation, query.At is not null, shell);
        if (explanation.Bars.Count > 0)
            return ExitCode.Success;
        shell.Error.WriteLine(Shell.Localize("해당 구간에 캔들이 없습니다", "the run has no candle in that range"));
        return ExitCode.NothingFound;
    }
}
