using Bokgi.Host.PaperTrading.Simulation;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>What one transaction changes in a session: log entries with their results, the new state, and events to publish.</summary>
internal sealed record SessionChange
{
    /// <summary>Number of log entries before the change.</summary>
    public required long LogLength { get; init; }
    public required IReadOnlyList<PaperEntryRow> Entries { get; init; }
    public IReadOnlyList<SessionEvent> Results { get; init; } = [];
    public required long? SteppedUntilUtc { get; init; }
    public required SessionState State { get; init; }
    public required byte[] SavedState { get; init; }

    public IReadOnlyList<(string Kind, object Data)> Events { get; init; } = [];

    /// <summary>Number of the command that was executed; null if there was none.</summary>
    public long? Command { get; init; }
}
