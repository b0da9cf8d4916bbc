namespace Bokgi.Host.Tasks.Store;

/// <summary>
/// A submitted task. The row is authoritative; queue messages only make workers read it. Times are microseconds since the Unix epoch.
/// </summary>
internal sealed class TaskRow
{
    public long Number { get; init; }
    public required string TaskId { get; init; }
    public required string Kind { get; init; }
    public required string Queue { get; init; }
    public required TaskState State { get; init; }

    /// <summary>Fraction of the work that is done, 0 to 1; never decreases.</summary>
    public double Progress { get; init; }

    /// <summary>JSON, like <see cref="Result"/>.</summary>
    public required string Request { get; init; }

    /// <summary>A hash of the request; one Idempotency-Key may be used for one request only.</summary>
    public required string RequestHash { get; init; }
    public string? IdempotencyKey { get; init; }

    /// <summary>A column of earlier versions, no longer used.</summary>
    public string? Findings { get; init; }

    /// <summary>
    /// How often the task has been cut into pieces, from 1; it is cut again if no worker has the candles that a step was cut for.
    /// </summary>
    public int Round { get; init; } = 1;
    public string? Result { get; init; }
    public string? Error { get; init; }

    /// <summary>The highest number of attempts of any of its steps.</summary>
    public int Attempts { get; init; }

    /// <summary>The id of the HTTP request that queued it, a W3C trace parent; null if none did.</summary>
    public string? RequestId { get; init; }
    public required long CreatedUtc { get; init; }
    public long? StartedUtc { get; init; }
    public long? FinishedUtc { get; init; }
    public List<TaskStepRow> Steps { get; init; } = [];
}
