using Bokgi.Host.Backtests.Store;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;
using Bokgi.Markets;

namespace Bokgi.Host.Backtests;

/// <summary>Runs over HTTP.</summary>
internal static class BacktestEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var runs = routes.MapGroup("/api/backtests").WithTags("backtests");
        runs.MapPost("/run", Run).WithSummary("Replays a strategy and keeps the run");
        runs.MapGet("/latest", (RunStore store) => Found(store.Latest(), "there is no run yet; POST /api/backtests/run makes one"))
            .WithSummary("The newest run");
        runs.MapGet("/{runId}", (string runId, RunStore store) => Found(store.Find(runId), Missing(runId))).WithSummary("A run");
        runs.MapPatch(
                "/{runId}",
                (string runId, RunDescription change, RunStore store) =>
                    Found(store.Describe(runId, change.Description, change.Tags), Missing(runId))
            )
            .WithSummary("Changes description and tags");
        runs.MapPatch("/{runId}/symbols/{symbol}", Activate).WithSummary("Lets a symbol count in the totals or not");
        runs.MapDelete(
                "/{runId}",
                (string runId, RunStore store) => store.Delete(runId) ? Results.NoContent() : Found(null, Missing(runId))
            )
            .WithSummary("Removes a run and its files");
    }

    private static IResult Run(BacktestForm form, BacktestReader reader, RunRecording recording, CancellationToken cancel) =>
        Results.Json(recording.Run(reader.Read(form), Environment.ProcessorCount, observer: null, cancel), JsonFormat.Options);

    private static IResult Activate(string runId, string symbol, SymbolActivation change, RunStore store)
    {
        var errors = new InputErrors();
        if (!Symbol.TryParse(symbol, out var parsed, out var error))
            errors.Add("symbol", error);
        errors.ThrowIfAny();
        return Found(store.Activate(runId, parsed.Code, change.IsActive), Missing(runId));
    }

    private static string Missing(string runId) =>
        $"there is no run '{(runId.Length > 60 ? runId[..60] : runId)}'; GET /api/backtests/history lists them";

    private static IResult Found(RunDocument? run, string missing) =>
        run is null
            ? Results.Problem(missing, statusCode: StatusCodes.Status404NotFound, title: "not found")
            : Results.Json(run, JsonFormat.Options);
}
