using Bokgi.Host.Platform.Errors;
using Bokgi.Strategies;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.Strategies;

/// <summary>The strategies over HTTP.</summary>
internal static class StrategyEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var strategies = routes.MapGroup("/api/strategies").WithTags("strategies");
        strategies.MapGet("", List).WithSummary("The names of the strategies");
        strategies.MapGet("/{name}", Find).WithSummary("A strategy's declaration: its parameters with type, default and range").ProducesProblem(404);
    }

    private static Ok<StrategyList> List() =>
        TypedResults.Ok(new StrategyList([.. StrategyCatalogue.All.Select(strategy => strategy.Name)], StrategyCatalogue.All.Count));

    private static Results<Ok<StrategyDocument>, ProblemHttpResult> Find(string name) =>
        StrategyCatalogue.TryFind(Problems.Shown(name), out var strategy, out var error) ? TypedResults.Ok(StrategyDocument.Of(strategy)) : Problems.NotFound(error);
}
