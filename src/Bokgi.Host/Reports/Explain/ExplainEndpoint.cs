using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Rows;
using Bokgi.Host.Runs.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.Reports.Explain;

internal static class ExplainEndpoint
{
    public static void Map(RouteGroupBuilder runs) =>
        runs.MapGet("/{runId}/explain", Explain)
            .Needs(Role.Viewer)
            .LimitsConcurrency()
            .WithSummary("Why a run did or did not trade, bar by bar")
            .WithDescription(
                "Each bar with every condition of the strategy, its signal and the outcome, entries, exits, and the position with its levels. Computed by replaying the symbol over the current candles; is_unchanged says whether the run used the same candles."
            )
            .ProducesProblem(400)
            .ProducesProblem(404);

    private static async Task<Results<Ok<ExplanationDocument>, ProblemHttpResult>> Explain(
        string runId,
        [AsParameters] ExplainQuery query,
        RunStore store,
        CandleLake lake,
        CancellationToken cancel
    )
    {
        var symbol = RunSymbols.Parse(query.Symbol);
        if (await store.FindAsync(runId) is not { } run)
            return RunEndpoints.RunNotFound(runId);
        var window = query.Read(run);
        if (RunSymbols.IndexesOf(run, symbol).Count == 0)
            return RunSymbols.SymbolNotFound(run, symbol);
        if (!StrategyCatalogue.TryFind(run.Strategy, out _, out var error))
            return Problems.NotFound(error);
        return TypedResults.Ok(ExplanationDocument.Of(run, RunSymbols.IndexOf(run, symbol), window, lake, cancel));
    }
}
