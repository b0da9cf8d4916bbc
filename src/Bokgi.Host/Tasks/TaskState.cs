namespace Bokgi.Host.Tasks;

/// <summary>The state of a task. The last three are final.</summary>
internal enum TaskState
{
    Queued,
    Running,
    Completed,
    Failed,
    Cancelled,
}
