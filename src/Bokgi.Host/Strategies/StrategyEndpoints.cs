using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.Strategies;

internal static class StrategyEndpoints
{
    public static void MapStrategies(this IEndpointRouteBuilder routes)
    {
        var strategies = routes.MapGroup("/api/strategies").WithTags("strategies");
        strategies.MapGet("", List).Needs(Role.Viewer).Describe("The names of the strategies", "Each is a valid strategy of a run.");
        strategies
            .MapGet("/{name}", Find)
            .Needs(Role.Viewer)
            .Describe(
                "A strategy's declaration: its parameters with type, default and range",
                "Descriptions are in Korean and English.",
                404
            );
    }

    private static Ok<StrategyList> List() => TypedResults.Ok(new StrategyList(StrategyList.Names, StrategyList.Names.Count));

    private static Results<Ok<StrategyDocument>, ProblemHttpResult> Find(string name) =>
        StrategyCatalogue.TryFind(Problems.SanitizeForMessage(name), out var strategy, out var error)
            ? TypedResults.Ok(StrategyDocument.Of(strategy))
            : Problems.NotFound(error);
}
