namespace Bokgi.Host.SignIn.Store;

internal sealed class EndedSessionRow
{
    public required string Id { get; init; }

    /// <summary>When the session expires and this row is no longer needed; microseconds since the Unix epoch, UTC.</summary>
    public long ExpiresUtc { get; init; }
}
