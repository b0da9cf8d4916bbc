namespace Bokgi.Host.Platform.Access;

/// <summary>What routes declare. A test reports routes that do not say who may call them and which body they read.</summary>
internal static class RouteDeclaration
{
    public static TBuilder Needs<TBuilder>(this TBuilder routes, Role role)
        where TBuilder : IEndpointConventionBuilder => routes.RequireAuthorization(Caller.Name(role)).WithMetadata(new RequiredRole(role));

    public static TBuilder NeedsNoKey<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.AllowAnonymous();

    public static TBuilder TakesBody<TBuilder>(this TBuilder routes, BodyLimit limit)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(limit);

    /// <summary>Declares which requests change nothing, so that they are not audited, where method and role do not show it.</summary>
    public static TBuilder IsReadOnly<TBuilder>(this TBuilder routes, Func<HttpRequest, bool> predicate)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new ReadOnlyRequests(predicate));

    public static bool IsReadOnly(Endpoint endpoint, HttpRequest request) =>
        endpoint.Metadata.GetMetadata<ReadOnlyRequests>()?.Matches(request) == true;

    /// <summary>The problems are the statuses of this route's errors, besides those that every route may have.</summary>
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

    private sealed record ReadOnlyRequests(Func<HttpRequest, bool> Matches);
}
