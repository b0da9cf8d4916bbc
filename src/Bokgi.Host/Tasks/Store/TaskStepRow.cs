using Bokgi.Host.Platform.Leases.Store;

namespace Bokgi.Host.Tasks.Store;

/// <summary>
/// A step of a task, done by the worker that owns its lease. Payload, outcome and snapshot are JSON in a format that the task's kind defines.
/// </summary>
internal sealed class TaskStepRow : LeasedRow
{
    public long TaskNumber { get; init; }

    /// <summary>
    /// The position among the task's steps: 0 is the cutting step, the pieces follow in order, and the finishing step is last.
    /// </summary>
    public required int Position { get; init; }
    public required StepRole Role { get; init; }
    public required StepState State { get; init; }

    public required string Payload { get; init; }
    public string? Outcome { get; init; }

    /// <summary>The amount of work, in units that the task's kind defines; for a cutting step, the sum over its pieces once they are cut.</summary>
    public long Units { get; init; }

    /// <summary>The amount of work done in the current attempt; for a cutting step, the sum over its pieces.</summary>
    public long UnitsDone { get; init; }

    /// <summary>How many times workers have started the step, without the times they handed it back.</summary>
    public int Attempts { get; init; }

    /// <summary>Workers that handed the step back because their candles differ, each enclosed in semicolons.</summary>
    public string RefusedBy { get; init; } = string.Empty;

    /// <summary>The error because of which the step was last queued again; null if there was none.</summary>
    public string? Trouble { get; init; }

    /// <summary>The state of the step's work at the last heartbeat; null if the task's kind has no snapshots.</summary>
    public string? Snapshot { get; init; }
}
