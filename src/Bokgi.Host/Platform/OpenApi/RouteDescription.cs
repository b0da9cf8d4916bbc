namespace Bokgi.Host.Platform.OpenApi;

/// <summary>Describes routes in the OpenAPI document.</summary>
internal static class RouteDescription
{
    /// <param name="route">The route.</param>
    /// <param name="summary">Its title.</param>
    /// <param name="description">What else a client has to know.</param>
    /// <param name="problems">The errors it answers besides those of every route, as statuses.</param>
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
