using System.Text.Json;
using Bokgi.Host.Tasks.Store;
using Bokgi.Markets;

namespace Bokgi.Host.Tasks.Documents;

/// <summary>How a task stands.</summary>
internal sealed record TaskDocument
{
    public required string TaskId { get; init; }

    /// <summary>What kind of work it is.</summary>
    public required string Kind { get; init; }

    /// <summary>queued, running, completed, failed or cancelled; the last three are final.</summary>
    public required TaskState Status { get; init; }

    /// <summary>Share of the work that is done, 0 to 1; it never falls.</summary>
    public required double Progress { get; init; }

    /// <summary>What came of it; null until it is completed.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    public string? Error { get; init; }

    /// <summary>Why its work does not go on at present, such as an exchange that is away; told of a single task only, null when it goes on.</summary>
    public string? WaitsFor { get; init; }
    public required string CreatedAt { get; init; }
    public string? StartedAt { get; init; }
    public string? FinishedAt { get; init; }

    /// <summary>The most times that a part of it was begun: more than one when workers died or failed.</summary>
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
