namespace Bokgi.Host.Platform.Access;

/// <summary>Extensions with which routes declare who may call them and how large a body they read. Tests report missing declarations.</summary>
internal static class RouteDeclaration
{
    public static TBuilder Needs<TBuilder>(this TBuilder routes, Role role)
        where TBuilder : IEndpointConventionBuilder =>
        routes.RequireAuthorization(Caller.RoleName(role)).WithMetadata(new RequiredRole(role));

    public static TBuilder NeedsNoKey<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.AllowAnonymous();

    public static TBuilder TakesBody<TBuilder>(this TBuilder routes, BodyLimit limit)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(limit);

    /// <summary>Declares that requests that match the predicate change nothing, so they need no audit entry even if they are POSTs.</summary>
    public static TBuilder IsReadOnly<TBuilder>(this TBuilder routes, Func<HttpRequest, bool> predicate)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new ReadOnlyRequests(predicate));

    /// <summary>Whether the route declares that this request changes nothing.</summary>
    public static bool IsReadOnly(Endpoint endpoint, HttpRequest request) =>
        endpoint.Metadata.GetMetadata<ReadOnlyRequests>()?.Matches(request) == true;

    /// <summary>Describes the route in the OpenAPI document, with its error statuses besides those that every route may have.</summary>
    public static RouteHandlerBuilder Describe(
        this RouteHandlerBuilder route,
        string summary,
        string description,
        params ReadOnlySpan<int> errorStatuses
    )
    {
        foreach (var status in errorStatuses)
            route.ProducesProblem(status);
        return route.WithSummary(summary).WithDescription(description);
    }

    private sealed record ReadOnlyRequests(Func<HttpRequest, bool> Matches);
}
