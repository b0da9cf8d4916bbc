namespace Bokgi.Host.Tasks;

/// <summary>The state of a step of a task.</summary>
internal enum StepState
{
    /// <summary>Not enqueued yet; other steps of its task come first.</summary>
    Waiting,
    Queued,
    Running,
    Completed,
}
