namespace Bokgi.Host.Tasks.Store;

/// <summary>A submitted task. The row is authoritative; queue messages only tell workers to look at it.</summary>
internal sealed class TaskRow
{
    public long Number { get; init; }

    public required string TaskId { get; init; }

    /// <summary>The name of the kind of work.</summary>
    public required string Kind { get; init; }

    public required string Queue { get; init; }

    public required TaskState State { get; init; }

    /// <summary>Fraction of the work that is done, 0 to 1; never decreases.</summary>
    public double Progress { get; init; }

    /// <summary>The request, as JSON.</summary>
    public required string Request { get; init; }

    /// <summary>A hash of the request; one Idempotency-Key may be used for one request only.</summary>
    public required string RequestHash { get; init; }

    public string? IdempotencyKey { get; init; }

    /// <summary>Used by earlier versions.</summary>
    public string? Findings { get; init; }

    /// <summary>Number of the current round of pieces, from 1.</summary>
    public int Round { get; init; } = 1;

    /// <summary>The result of a completed task, as JSON.</summary>
    public string? Result { get; init; }

    /// <summary>Why a failed task failed.</summary>
    public string? Error { get; init; }

    /// <summary>The highest number of attempts of any of its steps.</summary>
    public int Attempts { get; init; }

    /// <summary>Microseconds since the Unix epoch, UTC, like all times here.</summary>
    public required long CreatedUtc { get; init; }

    public long? StartedUtc { get; init; }

    public long? FinishedUtc { get; init; }

    public List<TaskStepRow> Steps { get; init; } = [];
}
