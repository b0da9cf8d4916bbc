using Bokgi.Host.PaperTrading.Simulation;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>What one transaction changes in a session: log entries with all their results.</summary>
internal sealed record SessionChange
{
    /// <summary>Number of log entries before the change.</summary>
    public required long LogLength { get; init; }

    public required IReadOnlyList<PaperEntryRow> Entries { get; init; }

    /// <summary>The results of the entries.</summary>
    public IReadOnlyList<SessionEvent> Results { get; init; } = [];

    /// <summary>All bars up to this time have been stepped, microseconds UTC; null before the first.</summary>
    public required long? SteppedUntilUtc { get; init; }

    /// <summary>The session's state after the change.</summary>
    public required SessionState State { get; init; }

    /// <summary>The complete saved state after the change; see <see cref="PaperSession.Save"/>.</summary>
    public required byte[] Saved { get; init; }

    /// <summary>Events published with the change, in this order.</summary>
    public IReadOnlyList<(string Kind, object Data)> Events { get; init; } = [];

    /// <summary>The number of the command that the change executes, if any.</summary>
    public long? WishNumber { get; init; }
}
