using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.Platform.Leases.Store;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>
/// A paper session: its request and its last verification, both as JSON, its owner and its progress. Times are microseconds UTC.
/// </summary>
internal sealed class PaperSessionRow : LeasedRow
{
    public required string SessionId { get; init; }
    public required SessionState State { get; init; }
    public required string Request { get; init; }
    public required long CreatedUtc { get; init; }

    /// <summary>Open time of the first bar that it processes, by the exchange's clock; null until the exchange's time is known.</summary>
    public long? BeginsUtc { get; init; }

    /// <summary>All bars up to this time have been processed; null before the first.</summary>
    public long? SteppedUntilUtc { get; init; }
    public long? StoppedUtc { get; init; }

    /// <summary>Number of entries in its log.</summary>
    public long LogLength { get; init; }
    public bool IsConnected { get; init; }

    /// <summary>When the connection last changed, by this machine's clock; null before the first connection.</summary>
    public long? ConnectionUtc { get; init; }

    /// <summary>The error that blocks the session; null if there is none.</summary>
    public string? Trouble { get; init; }
    public string? Verification { get; init; }

    /// <summary>Number of log entries that the verification covers.</summary>
    public long VerifiedLength { get; init; }
}
