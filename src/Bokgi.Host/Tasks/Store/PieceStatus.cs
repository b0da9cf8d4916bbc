namespace Bokgi.Host.Tasks.Store;

/// <summary>The state of a piece of a task.</summary>
internal sealed record PieceStatus(StepState State, long Units, long UnitsDone, string? Snapshot, string? Outcome);
