namespace Bokgi.Host.Tasks.Store;

/// <summary>The progress of a piece of a task; see <see cref="TaskStepRow"/> for the members.</summary>
internal sealed record PieceStatus(long Units, long UnitsDone, string? Snapshot);
