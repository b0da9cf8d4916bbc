using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.Platform.Leases.Store;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>A paper session: its plan, its owner and its progress. Times are microseconds UTC.</summary>
internal sealed class PaperSessionRow : LeasedRow
{
    public required string SessionId { get; init; }
    public required SessionState State { get; init; }

    /// <summary>The request, as JSON.</summary>
    public required string Request { get; init; }

    /// <summary>By this machine's clock.</summary>
    public required long CreatedUtc { get; init; }

    /// <summary>Open of the first bar that it steps, by the exchange's time; null until the exchange's time is known.</summary>
    public long? BeginsUtc { get; init; }

    /// <summary>All bars up to this time have been stepped; null before the first.</summary>
    public long? SteppedUntilUtc { get; init; }

    /// <summary>By this machine's clock.</summary>
    public long? StoppedUtc { get; init; }
    public long LogLength { get; init; }
    public bool IsConnected { get; init; }

    /// <summary>When the connection last changed, by this machine's clock; null before the first connection.</summary>
    public long? ConnectionUtc { get; init; }

    /// <summary>The error that blocks it, if any.</summary>
    public string? Trouble { get; init; }

    /// <summary>The result of its last verification, as JSON.</summary>
    public string? Verification { get; init; }

    /// <summary>Number of log entries that it covers.</summary>
    public long VerifiedLength { get; init; }
}
