using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.Reports.Comparison;

internal static class CompareEndpoint
{
    public static void Map(RouteGroupBuilder runs) =>
        runs.MapGet("/compare", Compare)
            .Needs(Role.Viewer)
            .LimitsConcurrency()
            .WithSummary("2 to 10 runs side by side: figures, differing settings and parameters, equity on common times")
            .WithDescription(
                "Values are in the order of ids. Equity is a fraction of each run's cash on the union of the runs' times, thinned without losing an extreme of any run. warnings lists what makes the comparison unfair."
            )
            .ProducesProblem(404)
            .ProducesProblem(410);

    private static async Task<Results<Ok<ComparisonDocument>, ProblemHttpResult>> Compare(
        [AsParameters] CompareQuery query,
        RunArchive archive,
        CancellationToken cancel
    )
    {
        var (ids, points) = query.Read();
        var found = new List<(RunDocument Run, StoredRun Files)?>();
        foreach (var id in ids)
            found.Add(await archive.OpenAsync(id));
        string[] unknown = [.. ids.Where((_, i) => found[i] is null).Select(Problems.SanitizeForMessage)];
        return unknown.Length > 0
            ? Problems.NotFound($"there is no run {string.Join(", ", unknown)}; GET /api/backtests/history lists them")
            : TypedResults.Ok(await ComparisonDocument.CreateAsync([.. found.Select(each => each!.Value)], points, cancel));
    }
}
