namespace Bokgi.Host.Tasks.Store;

/// <summary>A step of a task, done by one worker at a time.</summary>
internal sealed class TaskStepRow
{
    public long Number { get; init; }

    public long TaskNumber { get; init; }

    /// <summary>The place among the task's steps: 0 cuts, pieces follow in their order, the last one finishes.</summary>
    public required int Position { get; init; }

    public required StepRole Role { get; init; }

    public required StepState State { get; init; }

    /// <summary>What is to be done, JSON of the kind of work.</summary>
    public required string Payload { get; init; }

    /// <summary>What came of it, JSON of the kind of work.</summary>
    public string? Outcome { get; init; }

    /// <summary>How much there is to do, in units of the kind of work.</summary>
    public long Units { get; init; }

    /// <summary>How much of it is done in the present attempt.</summary>
    public long UnitsDone { get; init; }

    /// <summary>Rises each time a worker begins: what an overtaken one writes bears an older number and is refused.</summary>
    public int Fence { get; init; }

    /// <summary>How often it was begun and not handed back.</summary>
    public int Attempts { get; init; }

    /// <summary>The worker that is at it, or was last.</summary>
    public string? Owner { get; init; }

    /// <summary>Rises while its worker lives.</summary>
    public long Beats { get; init; }

    /// <summary>Workers that handed it back since their candles differ, each in semicolons.</summary>
    public string RefusedBy { get; init; } = string.Empty;

    /// <summary>What kept it from being done at the last attempt.</summary>
    public string? Trouble { get; init; }

    /// <summary>How it stands at its last beat, JSON of the kind of work.</summary>
    public string? Snapshot { get; init; }
}
