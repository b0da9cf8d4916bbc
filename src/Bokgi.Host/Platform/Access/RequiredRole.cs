namespace Bokgi.Host.Platform.Access;

/// <summary>Route metadata: the role that a caller needs.</summary>
internal sealed record RequiredRole(Role Role)
{
    /// <summary>The highest role declared; null if the route declares no role, as one that anyone may call.</summary>
    public static Role? Of(Endpoint? endpoint) =>
        endpoint?.Metadata.GetOrderedMetadata<RequiredRole>() is { Count: > 0 } declared ? declared.Max(each => each.Role) : null;
}
