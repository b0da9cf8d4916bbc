namespace Bokgi.Host.SignIn.Store;

/// <summary>A session that was ended before its time.</summary>
internal sealed class EndedSessionRow
{
    public required string Id { get; init; }

    /// <summary>When its cookie ends by itself, and this row has no more use; microseconds since the Unix epoch, UTC.</summary>
    public long ExpiresUtc { get; init; }
}
