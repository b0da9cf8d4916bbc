namespace Bokgi.Host.Tasks;

/// <summary>How a step stands.</summary>
internal enum StepState
{
    /// <summary>Others of its task go before; nobody has been told of it.</summary>
    Waiting,

    /// <summary>In the queue.</summary>
    Queued,

    /// <summary>A worker is at it.</summary>
    Running,

    /// <summary>Done, for good.</summary>
    Completed,
}
