using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.History;
using Bokgi.Host.Runs.Maintenance;
using Bokgi.Host.Runs.Rows;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Runs.Sync;
using Bokgi.Host.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.Runs;

internal static class RunEndpoints
{
    public static RouteGroupBuilder Group(IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/backtests").WithTags("backtests").ProducesProblem(503);

    public static void AddRuns(this IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton<RunStore>();
        services.AddSingleton<RunArchive>();
        services.AddSingleton<FileHashCache>();
        services.AddSingleton(provider => new ArtifactFolders(
            ResultsFolder.PathIn(settings),
            provider.GetRequiredService<BokgiDatabase>().Name,
            usesObjectStore: settings.S3 is not null
        ));
        services.AddSingleton(provider => new PieceFiles(
            provider.GetRequiredService<ArtifactFolders>(),
            // With SQLite, all workers run on this machine and share its files, so pieces need no object store.
            settings.DatabaseUrl.Length > 0
                ? provider.GetService<ArtifactSync>()
                : null,
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddHostedService<OrphanSweep>();
        if (settings.S3 is null)
            return;
        services.AddSingleton<ArtifactSync>();
        services.AddSingleton<StorageMigration>();
        services.AddHostedService<ArtifactSyncService>();
    }

    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        var runs = Group(routes);
        runs.MapGet("/latest", Latest).Needs(Role.Viewer).Describe("The newest run", "The run that was created last.", 404);
        runs.MapGet("/{runId}", Find)
            .Needs(Role.Viewer)
            .Describe("A run", "The response of POST /api/backtests/run, with the current description, tags and active symbols.", 404);
        runs.MapGet("/{runId}/download", Download)
            .Needs(Role.Viewer)
            .Produces<RunDocument>()
            .Describe("A run as a JSON file", "The same JSON as the run itself, as an attachment.", 404);
        runs.MapPatch("/{runId}", UpdateDescription)
            .Needs(Role.Trader)
            .TakesBody(BodyLimit.Small)
            .Describe("Changes description and tags", "An absent field stays unchanged; null clears it.", 404);
        runs.MapPatch("/{runId}/symbols/{symbol}", SetActive)
            .Needs(Role.Trader)
            .TakesBody(BodyLimit.Small)
            .LimitsConcurrency()
            .Describe(
                "Includes a symbol in the totals, or excludes it",
                "Recomputes the totals over the active symbols; 409 if the symbol is the last active one.",
                404,
                409,
                410
            );
        runs.MapDelete("/{runId}", Delete).Needs(Role.Admin).Describe("Removes a run and its files", "This cannot be undone.", 404);
        HistoryEndpoint.Map(runs);
        RunRowsEndpoints.Map(runs);
    }

    public static ProblemHttpResult RunNotFound(string runId) =>
        Problems.NotFound($"there is no run '{Problems.SanitizeForMessage(runId)}'; GET /api/backtests/history lists them");

    private static async Task<Results<Ok<RunDocument>, ProblemHttpResult>> Latest(RunStore store) =>
        await store.LatestAsync() is { } run
            ? TypedResults.Ok(run)
            : Problems.NotFound("there is no run yet; POST /api/backtests/run makes one");

    private static async Task<Results<Ok<RunDocument>, ProblemHttpResult>> Find(string runId, RunStore store) =>
        OkOrNotFound(await store.FindAsync(runId), runId);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Download(string runId, RunStore store) =>
        await store.FindAsync(runId) is { } run
            ? TypedResults.Bytes(
                JsonSerializer.SerializeToUtf8Bytes(run, JsonFormat.Indented),
                "application/json",
                $"bokgi-{run.RunId}.json"
            )
            : RunNotFound(runId);

    private static async Task<Results<Ok<RunDocument>, ProblemHttpResult>> UpdateDescription(
        string runId,
        JsonBody<RunDescription> body,
        RunStore store
    )
    {
        var errors = new InputErrors();
        body.Value.Check(errors);
        errors.ThrowIfAny();
        return OkOrNotFound(await store.UpdateDescriptionAsync(runId, body.Value.Description, body.Value.Tags), runId);
    }

    private static async Task<Results<Ok<RunDocument>, ProblemHttpResult>> SetActive(
        string runId,
        string symbol,
        JsonBody<SymbolActivation> body,
        RunStore store,
        RunArchive archive
    )
    {
        var errors = new InputErrors();
        if (!Symbol.TryParse(symbol, out var parsed, out var error))
            errors.Add("symbol", error);
        errors.ThrowIfAny();
        if (await store.FindAsync(runId) is not { } run)
            return RunNotFound(runId);
        return run.Symbols.Any(entry => entry.Symbol == parsed.Code)
            ? OkOrNotFound(await archive.SetActiveAsync(runId, parsed.Code, body.Value.IsActive), runId)
            : RunSymbols.SymbolNotFound(run, parsed);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(string runId, RunArchive archive) =>
        await archive.DeleteAsync(runId) ? TypedResults.NoContent() : RunNotFound(runId);

    private static Results<Ok<RunDocument>, ProblemHttpResult> OkOrNotFound(RunDocument? run, string runId) =>
        run is null ? RunNotFound(runId) : TypedResults.Ok(run);
}
