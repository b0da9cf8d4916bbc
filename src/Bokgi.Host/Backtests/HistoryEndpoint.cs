using System.Reflection;
using Bokgi.Host.Backtests.Store;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Backtests;

/// <summary>The history of runs over HTTP.</summary>
internal static class HistoryEndpoint
{
    private static readonly string[] Parameters =
    [
        .. typeof(HistoryForm).GetProperties().Select(field => field.GetCustomAttribute<FromQueryAttribute>()!.Name!),
    ];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/backtests/history", List)
            .WithTags("backtests")
            .WithSummary("Finds runs: filtered, sorted and paged")
            .Produces<RunPage>()
            .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);

    private static IResult List([AsParameters] HistoryForm form, HttpRequest request, RunStore store)
    {
        var errors = new InputErrors();
        foreach (var (name, values) in request.Query)
        {
            if (!Parameters.Contains(name, StringComparer.OrdinalIgnoreCase))
                errors.Add(
                    name,
                    $"'{(name.Length > 60 ? name[..60] : name)}' is not a parameter of the history; there are {string.Join(", ", Parameters)}"
                );
            else if (values.Count > 1)
                errors.Add(name, $"{name} is given {values.Count} times; give it once");
        }

        errors.ThrowIfAny();
        return Results.Json(store.List(HistoryReading.Read(form)), JsonFormat.Options);
    }
}
