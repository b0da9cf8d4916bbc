namespace Bokgi.Host.Sessions;

/// <summary>What a session is exchanged for.</summary>
internal sealed record SessionForm
{
    /// <summary>The secret of a key.</summary>
    public string? Key { get; init; }
}
