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

    /// <summary>The data of the event at a task's end.</summary>
    public static object Ended(string taskId, string? result, string? error) =>
        new
        {
            task_id = taskId,
            result = result is null ? (JsonElement?)null : JsonElement.Parse(result),
            error,
        };
}
