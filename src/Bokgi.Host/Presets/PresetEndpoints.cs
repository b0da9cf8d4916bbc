using Bokgi.Host.Presets.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.Presets;

internal static class PresetEndpoints
{
    private const string Route = "/api/strategies/presets";

    public static void AddPresets(this IServiceCollection services) => services.AddSingleton<PresetStore>();

    public static void MapPresets(this IEndpointRouteBuilder routes)
    {
        var presets = routes.MapGroup(Route).WithTags("presets").ProducesProblem(503);
        presets.MapGet("", List).Needs(Role.Viewer).Describe("All named parameter sets", "Sorted by name. Three are built in.");
        presets
            .MapPost("", Add)
            .Needs(Role.Trader)
            .TakesBody(BodyLimit.Small)
            .Describe("Saves a new parameter set", "409 if the name is taken.", 409);
        presets.MapGet("/{name}", Find).Needs(Role.Viewer).Describe("A parameter set", "Its params can be given as params of a run.", 404);
        presets
            .MapPut("/{name}", Replace)
            .Needs(Role.Trader)
            .TakesBody(BodyLimit.Small)
            .Describe("Replaces a parameter set", "Replaces everything except its name.", 404);
        presets.MapDelete("/{name}", Delete).Needs(Role.Trader).Describe("Removes a parameter set", "Permanently. 204 if it existed.", 404);
    }

    private static async Task<Ok<PresetList>> List(PresetStore store, CancellationToken cancel)
    {
        var presets = await store.ListAsync(cancel);
        return TypedResults.Ok(new PresetList(presets, presets.Count));
    }

    private static async Task<Created<PresetDocument>> Add(JsonBody<PresetForm> body, PresetStore store, CancellationToken cancel)
    {
        var preset = await store.AddAsync(body.Value.Validate(pathName: null), body.Value, cancel);
        return TypedResults.Created($"{Route}/{Uri.EscapeDataString(preset.Name)}", preset);
    }

    private static async Task<Results<Ok<PresetDocument>, ProblemHttpResult>> Find(
        string name,
        PresetStore store,
        CancellationToken cancel
    ) => OkOrNotFound(PresetForm.IsValidName(name) ? await store.FindAsync(name, cancel) : null, name);

    private static async Task<Results<Ok<PresetDocument>, ProblemHttpResult>> Replace(
        string name,
        JsonBody<PresetForm> body,
        PresetStore store,
        CancellationToken cancel
    ) => OkOrNotFound(PresetForm.IsValidName(name) ? await store.ReplaceAsync(body.Value.Validate(name), body.Value, cancel) : null, name);

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(string name, PresetStore store, CancellationToken cancel) =>
        PresetForm.IsValidName(name) && await store.DeleteAsync(name, cancel) ? TypedResults.NoContent() : NotFound(name);

    private static Results<Ok<PresetDocument>, ProblemHttpResult> OkOrNotFound(PresetDocument? preset, string name) =>
        preset is null ? NotFound(name) : TypedResults.Ok(preset);

    private static ProblemHttpResult NotFound(string name) =>
        Problems.NotFound($"there is no preset '{Problems.SanitizeForMessage(name)}'; GET {Route} lists them");
}
