namespace Bokgi.Host.Tasks.Store;

/// <summary>The progress of a piece of a task.</summary>
internal sealed record PieceStatus(long Units, long UnitsDone, string? Snapshot);
