using Bokgi.Host.Platform.Database;
using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Tasks;

/// <summary>A step that this worker is at.</summary>
internal sealed class TaskStep(StepClaim claim, StepStore store, CancellationToken cancel)
{
    private long unitsDone;

    public string TaskId => claim.TaskId;

    /// <summary>What the task asks for, JSON.</summary>
    public string Request => claim.Request;

    /// <summary>What this step is to do, JSON.</summary>
    public string Payload => claim.Payload;

    /// <summary>When the task was begun, microseconds UTC.</summary>
    public long StartedUtc => claim.StartedUtc;

    /// <summary>A name that no other attempt at any step of the task has.</summary>
    public string AttemptName => FormattableString.Invariant($"{claim.Round}-{claim.Position}-{claim.Fence}");

    /// <summary>Set when the task was cancelled, the step taken over by another worker, or this one is to stop.</summary>
    public CancellationToken Cancel => cancel;

    /// <summary>Units done so far.</summary>
    public long UnitsDone => Interlocked.Read(ref unitsDone);

    /// <summary>Tells how the step stands, as JSON; asked at every beat, from another thread.</summary>
    public Func<string?>? Snapshot { get; set; }

    /// <summary>Tells that more units are done; from any thread.</summary>
    public void Advance(long units) => Interlocked.Add(ref unitsDone, units);

    /// <summary>Completes the task within a transaction that keeps its result.</summary>
    /// <param name="context">Whose transaction it is.</param>
    /// <param name="result">What came of the task, JSON.</param>
    /// <exception cref="OvertakenException">The task has ended, or another worker has taken the step over: nothing may be kept.</exception>
    public void Complete(BokgiContext context, string result) => store.CompleteTask(context, claim, result);

    /// <summary>Tells the other processes that the task is completed, after the commit.</summary>
    public void Ring() => store.Ring();
}
