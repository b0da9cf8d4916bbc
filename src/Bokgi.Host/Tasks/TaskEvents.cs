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

    public static void AddEndEvent(
        this EventLog events,
        BokgiContext context,
        string taskId,
        string kind,
        string? result = null,
        string? error = null
    )
    {
        var parsed = result is null ? (JsonElement?)null : JsonElement.Parse(result);
        events.Add(
            context,
            Topic(taskId),
            kind,
            new
            {
                task_id = taskId,
                result = parsed,
                error,
            }
        );
    }
}
