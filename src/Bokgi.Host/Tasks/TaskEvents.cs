using Bokgi.Host.Platform.Events.Store;

namespace Bokgi.Host.Tasks;

/// <summary>The events of tasks; each task has its own topic.</summary>
internal static class TaskEvents
{
    public const string Queued = "task_queued";
    public const string Started = "task_started";
    public const string Progress = "task_progress";
    public const string Completed = "task_completed";
    public const string Failed = "task_failed";
    public const string Cancelled = "task_cancelled";

    public static string Topic(string taskId) => $"task:{taskId}";

    /// <summary>Adds the last event of a task.</summary>
    /// <param name="events">The log of events.</param>
    /// <param name="context">The context in whose transaction the event is stored.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="kind"><see cref="Completed"/>, <see cref="Failed"/> or <see cref="Cancelled"/>.</param>
    /// <param name="result">The result as JSON; null for none.</param>
    /// <param name="error">Why the task failed; null for none.</param>
    public static void AddEndEvent(
        this EventLog events,
        BokgiContext context,
        string taskId,
        string kind,
        string? result = null,
        string? error = null
    )
    {
        var resultJson = result is null ? (JsonElement?)null : JsonElement.Parse(result);
        events.Add(
            context,
            Topic(taskId),
            kind,
            new
            {
                task_id = taskId,
                result = resultJson,
                error,
            }
        );
    }
}
