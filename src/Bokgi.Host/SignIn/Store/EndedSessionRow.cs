namespace Bokgi.Host.SignIn.Store;

/// <summary>A session that the user ended before it expired. Its cookie is refused.</summary>
internal sealed class EndedSessionRow
{
    public required string Id { get; init; }

    /// <summary>When the cookie expires, so that this row is no longer needed; microseconds since the Unix epoch, UTC.</summary>
    public long ExpiresUtc { get; init; }
}
