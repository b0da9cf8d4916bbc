namespace Bokgi.Host.Platform.Access;

/// <summary>Route metadata: the role that a caller needs.</summary>
internal sealed record RequiredRole(Role Role)
{
    /// <summary>The highest role that the route declares; null if it declares none, so that anyone may call it.</summary>
    public static Role? Of(Endpoint? endpoint) =>
        endpoint?.Metadata.GetOrderedMetadata<RequiredRole>() is { Count: > 0 } declared
            ? declared.Max(requirement => requirement.Role)
            : null;
}
