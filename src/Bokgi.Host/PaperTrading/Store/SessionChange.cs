using Bokgi.Host.PaperTrading.Simulation;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>What one transaction changes in a session: log entries with their results, the new state, and events to publish.</summary>
internal sealed record SessionChange
{
    /// <summary>Number of log entries before the change.</summary>
    public required long LogLength { get; init; }
    public required IReadOnlyList<PaperEntryRow> Entries { get; init; }

    /// <summary>What the entries caused; the signals and closed positions among these are stored as rows.</summary>
    public IReadOnlyList<SessionEvent> Results { get; init; } = [];

    /// <summary>After the change, all bars up to this time have been processed, microseconds UTC; null before the first bar.</summary>
    public required long? SteppedUntilUtc { get; init; }

    /// <summary>Whether the session runs, is paused or has ended after the change.</summary>
    public required SessionState State { get; init; }

    /// <summary>The session's serialised state after the change, for <see cref="PaperStateRow"/>.</summary>
    public required byte[] SavedState { get; init; }

    /// <summary>The events to publish to clients.</summary>
    public IReadOnlyList<(string Kind, object Data)> Events { get; init; } = [];

    /// <summary>Number of the command that was executed; null if there was none.</summary>
    public long? CommandNumber { get; init; }
}
