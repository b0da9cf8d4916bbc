using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Tasks.Documents;

/// <summary>An accepted task.</summary>
/// <param name="TaskId">Its id; GET /api/backtests/status/{task_id} returns its state.</param>
/// <param name="Status">Its state: queued if it is new.</param>
/// <param name="CreatedAt">When it was accepted.</param>
internal sealed record TaskReceipt(string TaskId, TaskState Status, string CreatedAt)
{
    public static TaskReceipt Of(TaskRow row) => new(row.TaskId, row.State, UnixTime.Format(row.CreatedUtc));
}
