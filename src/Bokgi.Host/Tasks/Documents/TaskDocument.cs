using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Tasks.Documents;

/// <summary>The state of a task.</summary>
internal sealed record TaskDocument
{
    public required string TaskId { get; init; }

    /// <summary>The kind of work.</summary>
    public required string Kind { get; init; }

    /// <summary>queued, running, completed, failed or cancelled; the last three are final.</summary>
    public required TaskState Status { get; init; }

    /// <summary>Fraction of the work that is done, 0 to 1; it never decreases.</summary>
    public required double Progress { get; init; }

    /// <summary>The result; null until the task is completed.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    public string? Error { get; init; }

    /// <summary>
    /// Why the task is currently blocked, such as an exchange that is unavailable; null if it is not, and always null in lists of tasks.
    /// </summary>
    public string? WaitsFor { get; init; }
    public required string CreatedAt { get; init; }
    public string? StartedAt { get; init; }
    public string? FinishedAt { get; init; }

    /// <summary>The highest number of attempts at any of its steps; more than one if workers died or failed.</summary>
    public required int Attempts { get; init; }

    public static TaskDocument Of(TaskRow row) =>
        new()
        {
            TaskId = row.TaskId,
            Kind = row.Kind,
            Status = row.State,
            Progress = row.Progress,
            Result = row.Result is null ? null : JsonElement.Parse(row.Result),
            Error = row.Error,
            CreatedAt = UnixTime.Format(row.CreatedUtc),
            StartedAt = row.StartedUtc is { } started ? UnixTime.Format(started) : null,
            FinishedAt = row.FinishedUtc is { } finished ? UnixTime.Format(finished) : null,
            Attempts = row.Attempts,
        };
}
