namespace Bokgi.Host.Tasks;

/// <summary>How a task stands. The last three are final: whoever ends a task first has ended it.</summary>
internal enum TaskState
{
    Queued,
    Running,
    Completed,
    Failed,
    Cancelled,
}
