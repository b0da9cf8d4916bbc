namespace Bokgi.Host.Platform.OpenApi;

internal static class RouteDescription
{
    /// <summary>The problems are the errors of this route besides those of every route.</summary>
    public static RouteHandlerBuilder Describe(
        this RouteHandlerBuilder route,
        string summary,
        string description,
        params ReadOnlySpan<int> problems
    )
    {
        foreach (var status in problems)
            route.ProducesProblem(status);
        return route.WithSummary(summary).WithDescription(description);
    }
}
