namespace Bokgi.Host.PaperTrading.Store;

/// <summary>A paper session: what it is for, who steps it, and how far it is. Times are microseconds UTC.</summary>
internal sealed class PaperSessionRow
{
    public long Number { get; init; }

    public required string SessionId { get; init; }

    public required SessionState State { get; init; }

    /// <summary>What was asked, JSON.</summary>
    public required string Request { get; init; }

    /// <summary>When it was asked for, by this machine's clock.</summary>
    public required long CreatedUtc { get; init; }

    /// <summary>Open of the first bar that it steps, by the exchange's time; null while the exchange did not tell it.</summary>
    public long? BeginsUtc { get; init; }

    /// <summary>Up to when all bars are stepped; null before the first.</summary>
    public long? SteppedUntilUtc { get; init; }

    /// <summary>When it ended, by this machine's clock.</summary>
    public long? StoppedUtc { get; init; }

    /// <summary>Entries of its log.</summary>
    public long LogLength { get; init; }

    /// <summary>The process that steps it.</summary>
    public string? Owner { get; init; }

    /// <summary>Rises with every owner: who writes under an older one is refused.</summary>
    public int Fence { get; init; }

    /// <summary>Rises while its owner lives.</summary>
    public long Beats { get; init; }

    /// <summary>Whether the connection to its exchange stands.</summary>
    public bool IsConnected { get; init; }

    /// <summary>Since when it stands or does not, by this machine's clock; null before the first.</summary>
    public long? ConnectionUtc { get; init; }

    /// <summary>What keeps it from going on, if anything.</summary>
    public string? Trouble { get; init; }

    /// <summary>What came of its last verification, JSON.</summary>
    public string? Verification { get; init; }

    /// <summary>Entries of its log that the verification covers.</summary>
    public long VerifiedLength { get; init; }
}
