namespace Bokgi.Host.Tasks;

/// <summary>The state of a step.</summary>
internal enum StepState
{
    /// <summary>Not enqueued yet; other steps of its task come first.</summary>
    Waiting,

    /// <summary>In the queue.</summary>
    Queued,

    /// <summary>A worker is doing it.</summary>
    Running,

    /// <summary>Done; this is final.</summary>
    Completed,
}
