using Bokgi.Host.Platform.Leases;

namespace Bokgi.Host.Tasks.Store;

/// <summary>A step that a worker has claimed, with the rows as they were after the claim.</summary>
internal sealed record StepClaim(TaskRow Task, TaskStepRow Step)
{
    public Lease Lease { get; } = new(Step.Number, Step.Owner, Step.Fence, Step.Beats);

    public StepReference ReferenceTo(int position) => new(Task.TaskId, Task.Queue, position);
}
