using Bokgi.Host.Runs.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.Runs.History;

internal static class HistoryEndpoint
{
    public static void Map(IEndpointRouteBuilder runs) =>
        runs.MapGet("/history", List)
            .Needs(Role.Viewer)
            .Describe("Finds runs: filtered, sorted and paged", "Lists the runs that match every given filter.");

    private static async Task<Ok<RunPage>> List([AsParameters] HistoryForm form, RunStore store) =>
        TypedResults.Ok(await store.ListAsync(RunQueryReader.Read(form)));
}
