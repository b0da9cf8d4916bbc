namespace Bokgi.Host.Tasks.Store;

/// <summary>How a piece of a task stands.</summary>
internal sealed record PieceSight(StepState State, long Units, long UnitsDone, string? Snapshot, string? Outcome);
