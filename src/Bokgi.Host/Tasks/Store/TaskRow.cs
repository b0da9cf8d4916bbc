namespace Bokgi.Host.Tasks.Store;

/// <summary>Work that was handed over. The row is the truth; what lies in the queue only tells workers to look.</summary>
internal sealed class TaskRow
{
    public long Number { get; init; }

    public required string TaskId { get; init; }

    /// <summary>The name of the kind of work.</summary>
    public required string Kind { get; init; }

    public required string Queue { get; init; }

    public required TaskState State { get; init; }

    /// <summary>Share of the work that is done, 0 to 1; never falls.</summary>
    public double Progress { get; init; }

    /// <summary>What was asked, JSON.</summary>
    public required string Request { get; init; }

    /// <summary>A hash over the request: one Idempotency-Key has one request.</summary>
    public required string RequestHash { get; init; }

    public string? IdempotencyKey { get; init; }

    /// <summary>What a first round of pieces found out that the next has to know; null in the first.</summary>
    public string? Findings { get; init; }

    /// <summary>Counts the rounds of pieces, from 1.</summary>
    public int Round { get; init; } = 1;

    /// <summary>What came of it, JSON; of a completed task.</summary>
    public string? Result { get; init; }

    /// <summary>Why it failed; of a failed task.</summary>
    public string? Error { get; init; }

    /// <summary>The most times that any of its steps was begun.</summary>
    public int Attempts { get; init; }

    /// <summary>Microseconds since the Unix epoch, UTC, as all times here.</summary>
    public required long CreatedUtc { get; init; }

    public long? StartedUtc { get; init; }

    public long? FinishedUtc { get; init; }

    public List<TaskStepRow> Steps { get; init; } = [];
}
