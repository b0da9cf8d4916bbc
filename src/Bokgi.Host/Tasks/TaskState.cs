namespace Bokgi.Host.Tasks;

/// <summary>The state of a task. The last three are final: the first one reached stays.</summary>
internal enum TaskState
{
    Queued,
    Running,
    Completed,
    Failed,
    Cancelled,
}
