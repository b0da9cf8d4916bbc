using Bokgi.Host.Tasks.Store;
using Bokgi.Markets;

namespace Bokgi.Host.Tasks.Documents;

/// <summary>A task that was taken on.</summary>
/// <param name="TaskId">Its name; GET /api/backtests/status/{task_id} tells how it stands.</param>
/// <param name="Status">How it stands: queued when it is new.</param>
/// <param name="CreatedAt">When it was taken on.</param>
internal sealed record TaskReceipt(string TaskId, TaskState Status, string CreatedAt)
{
    public static TaskReceipt Of(TaskRow row) => new(row.TaskId, row.State, UnixTime.Format(row.CreatedUtc));
}
