using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.Platform.Leases.Store;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>
/// A paper session: its request and its last verification (both as JSON), the process that owns it, and how far it is. Times are
/// microseconds UTC.
/// </summary>
internal sealed class PaperSessionRow : LeasedRow
{
    public required string SessionId { get; init; }
    public required SessionState State { get; init; }
    public required string Request { get; init; }
    public required long CreatedUtc { get; init; }

    /// <summary>Open time of the first bar that the session processes; null until the exchange has reported its time.</summary>
    public long? BeginsUtc { get; init; }

    /// <summary>All bars up to this time have been processed; null before the first bar.</summary>
    public long? SteppedUntilUtc { get; init; }
    public long? StoppedUtc { get; init; }

    /// <summary>Number of entries in the session's log.</summary>
    public long LogLength { get; init; }
    public bool IsConnected { get; init; }

    /// <summary>When the session was last connected or disconnected, by the owner's clock; null before the first connection.</summary>
    public long? ConnectionUtc { get; init; }

    /// <summary>The error that blocks the session; null if there is none.</summary>
    public string? Trouble { get; init; }
    public string? Verification { get; init; }

    /// <summary>Number of log entries that the verification covers.</summary>
    public long VerifiedLength { get; init; }
}
