namespace Bokgi.Host.Platform.Access;

/// <summary>Every route declares where it is mapped who may call it; a test names those that do not.</summary>
internal static class RoleDeclaration
{
    /// <summary>Only callers of this role, or of one above it, may call; others are answered 401 or 403.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder routes, Role role)
        where TBuilder : IEndpointConventionBuilder => routes.RequireAuthorization(Caller.Name(role)).WithMetadata(new RequiredRole(role));

    /// <summary>Everybody may call, without a key too.</summary>
    public static TBuilder NeedsNoKey<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.AllowAnonymous();

    /// <summary>Leaves requests that change nothing out of the audit log, though neither their method nor the route's role says so.</summary>
    public static TBuilder OnlyLooks<TBuilder>(this TBuilder routes, Func<HttpRequest, bool> isIt)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new OnlyLooking(isIt));
}
