namespace Bokgi.Host.SignIn.Store;

/// <summary>A session that was ended before it expired.</summary>
internal sealed class EndedSessionRow
{
    public required string Id { get; init; }

    /// <summary>When its cookie expires and this row is no longer needed; microseconds since the Unix epoch, UTC.</summary>
    public long ExpiresUtc { get; init; }
}
