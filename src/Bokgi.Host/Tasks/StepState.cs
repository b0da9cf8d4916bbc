namespace Bokgi.Host.Tasks;

internal enum StepState
{
    /// <summary>Not enqueued yet; other steps of its task come first.</summary>
    Waiting,
    Queued,
    Running,
    Completed,
}
