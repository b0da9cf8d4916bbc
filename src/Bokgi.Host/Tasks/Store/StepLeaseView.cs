namespace Bokgi.Host.Tasks.Store;

/// <summary>An active step of a task as it was at a poll.</summary>
internal sealed record StepLeaseView(
    long Number,
    string TaskId,
    string Queue,
    int Position,
    StepState State,
    int Fence,
    long Beats,
    int Attempts,
    string? Owner,
    string RefusedBy,
    string? Trouble,
    int Round
)
{
    public StepReference Address => new(TaskId, Queue, Position);
}
