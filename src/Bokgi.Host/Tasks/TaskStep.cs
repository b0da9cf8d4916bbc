using Bokgi.Host.Platform.Leases;
using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Tasks;

/// <summary>A step that this worker is doing.</summary>
internal sealed class TaskStep(StepClaim claim, StepStore store, CancellationToken cancel)
{
    private long unitsDone;

    public string TaskId => claim.Task.TaskId;

    /// <summary>The task's request, JSON.</summary>
    public string Request => claim.Task.Request;

    /// <summary>The data of this step, JSON.</summary>
    public string Payload => claim.Step.Payload;

    /// <summary>When the task was started, microseconds UTC.</summary>
    public long StartedUtc => claim.Task.StartedUtc!.Value;

    /// <summary>
    /// A name that is unique among all attempts at the task's steps. It consists of the number of times that the task has been cut into pieces,
    /// the position of the step, and the fencing token of the attempt.
    /// </summary>
    public string AttemptName => FormattableString.Invariant($"{claim.Task.Round}-{claim.Step.Position}-{claim.Step.Fence}");

    /// <summary>Cancelled when the task is cancelled, another worker takes over the step, or this worker stops.</summary>
    public CancellationToken Cancel => cancel;

    public long UnitsDone => Interlocked.Read(ref unitsDone);

    /// <summary>Returns the state of the step as JSON; called at every heartbeat, from another thread.</summary>
    public Func<string?>? GetSnapshot { get; set; }

    /// <summary>Reports more units as done; may be called from any thread.</summary>
    public void Advance(long units) => Interlocked.Add(ref unitsDone, units);

    /// <exception cref="LeaseLostException">The task has ended or another worker has the step; do not commit the transaction.</exception>
    public void Complete(BokgiContext context, string result) => store.CompleteTask(context, claim, result);
}
