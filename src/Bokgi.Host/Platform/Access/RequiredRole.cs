namespace Bokgi.Host.Platform.Access;

/// <summary>What a route says of itself: the role it needs.</summary>
internal sealed record RequiredRole(Role Role)
{
    /// <summary>What an endpoint needs: the highest role of its declarations; null when everybody may call it, or it has none.</summary>
    public static Role? Of(Endpoint? endpoint) =>
        endpoint?.Metadata.GetOrderedMetadata<RequiredRole>() is { Count: > 0 } declared ? declared.Max(each => each.Role) : null;
}
