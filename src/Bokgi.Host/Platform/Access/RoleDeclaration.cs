namespace Bokgi.Host.Platform.Access;

/// <summary>Extensions with which every route declares who may call it; a test reports routes that do not.</summary>
internal static class RoleDeclaration
{
    public static TBuilder Needs<TBuilder>(this TBuilder routes, Role role)
        where TBuilder : IEndpointConventionBuilder => routes.RequireAuthorization(Caller.Name(role)).WithMetadata(new RequiredRole(role));

    public static TBuilder NeedsNoKey<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.AllowAnonymous();

    /// <summary>Keeps requests that change nothing out of the audit log if neither their method nor the route's role shows that.</summary>
    public static TBuilder OnlyLooks<TBuilder>(this TBuilder routes, Func<HttpRequest, bool> isIt)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new ReadOnlyRequests(isIt));
}
