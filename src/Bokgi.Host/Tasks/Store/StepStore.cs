using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Leases;
using Bokgi.Host.Platform.Leases.Store;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Tasks.Store;

/// <summary>
/// Lets workers claim, update and complete steps. Every write checks in the same statement that the caller still owns the step, so a worker
/// that has lost its step changes nothing; the methods that complete or fail a step then throw <see cref="LeaseLostException"/>.
/// </summary>
internal sealed class StepStore(BokgiDatabase database, EventLog events, TimeProvider clock)
{
    public const int MaximumAttempts = 3;

    // The number of pieces of one task that are queued at a time: enough to occupy all workers without blocking other tasks.
    private const int MaximumQueuedPieces = 32;

    // The share of the pieces in a task's progress; the last step has the rest.
    private const double ShareOfPieces = 0.95;

    // A smaller change of a task's progress, from 0 to 1, is neither stored nor raised as an event.
    private const double MinimumProgressChange = 0.002;

    /// <returns>Null if the step is not available: its task has ended, another worker has it, or this worker refused it.</returns>
    public StepClaim? Claim(StepReference reference, string worker)
    {
        using var context = database.OpenForWriting();
        using var transaction = context.Database.BeginTransaction();
        var tasks = context.Set<TaskRow>().Where(task => task.TaskId == reference.TaskId);
        var started = tasks
            .Where(task => task.State == TaskState.Queued)
            .ExecuteUpdate(set =>
                set.SetProperty(task => task.State, TaskState.Running).SetProperty(task => task.StartedUtc, clock.NowUtc())
            );
        if (started == 0 && StepStatements.Lock(tasks) == 0)
            return null; // the task has ended

        var refusedByEntry = RefusedByEntry(worker);
        var steps = context
            .Set<TaskStepRow>()
            .Where(step => step.Position == reference.Position && tasks.Any(task => task.Number == step.TaskNumber));
        var abandonedUnits = steps.Where(step => step.Role == StepRole.Piece).Select(step => step.UnitsDone).SingleOrDefault();
        var claimed = steps
            .Where(step => step.State == StepState.Queued && !step.RefusedBy.Contains(refusedByEntry))
            .ExecuteUpdate(set =>
                set.Claim(worker)
                    .SetProperty(step => step.State, StepState.Running)
                    .SetProperty(step => step.Attempts, step => step.Attempts + 1)
                    .SetProperty(step => step.UnitsDone, 0)
            );
        if (claimed == 0)
            return null;

        var (task, step) = (tasks.AsNoTracking().Single(), steps.AsNoTracking().Single());
        if (abandonedUnits > 0)
            StepStatements.AddUnitsDone(context, task.Number, -abandonedUnits); // an earlier attempt counted them as done
        tasks.Where(each => each.Attempts < step.Attempts).ExecuteUpdate(set => set.SetProperty(each => each.Attempts, step.Attempts));
        if (started > 0)
            events.Add(context, TaskEvents.Topic(task.TaskId), TaskEvents.Started, new { task_id = task.TaskId, kind = task.Kind });
        context.SaveChanges();
        transaction.Commit();
        if (started > 0)
            events.Signal();
        return new StepClaim(task, step);
    }

    /// <summary>Records a heartbeat and the progress of the step.</summary>
    /// <returns>Whether the worker still owns the step.</returns>
    public async Task<bool> RecordHeartbeatAsync(StepClaim claim, long unitsDone, string? snapshot)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await using var transaction = await context.Database.BeginTransactionAsync();
        var claimed = StepStatements.SelectClaimed(context, claim);
        if (await claimed.Select(step => (long?)step.UnitsDone).SingleOrDefaultAsync() is not { } previouslyDone)
            return false;
        var done = Math.Min(unitsDone, claim.Step.Units);
        var updated = await claimed.ExecuteUpdateAsync(set =>
            set.CountHeartbeat().SetProperty(step => step.UnitsDone, done).SetProperty(step => step.Snapshot, snapshot)
        );
        if (updated == 0)
            return false;
        if (claim.Step.Role == StepRole.Piece && done > previouslyDone)
            await StepStatements
                .SelectCuttingStep(context, claim.Task.Number)
                .ExecuteUpdateAsync(set => set.SetProperty(step => step.UnitsDone, step => step.UnitsDone + done - previouslyDone));
        await transaction.CommitAsync();
        if (claim.Step.Role != StepRole.Cut && done > previouslyDone)
            await RaiseProgressAsync(context, claim, done);
        return true;
    }

    /// <summary>Completes the cutting step and adds the pieces.</summary>
    /// <returns>The steps to enqueue; the worker may do the first one itself.</returns>
    public IReadOnlyList<StepReference> CompleteCut(StepClaim claim, IReadOnlyList<StepPlan> pieces)
    {
        if (pieces.Count == 0)
            throw new ArgumentException("no step would be left to end the task", nameof(pieces));
        using var context = database.OpenForWriting();
        using var transaction = context.Database.BeginTransaction();
        StepStatements.Complete(context, claim);
        context.AddRange(
            pieces.Select(
                (piece, i) =>
                    StepStatements.NewStep(
                        claim.Task.Number,
                        i + 1,
                        StepRole.Piece,
                        i < MaximumQueuedPieces ? StepState.Queued : StepState.Waiting,
                        piece
                    )
            )
        );
        context.SaveChanges();
        var units = pieces.Sum(piece => piece.Units);
        StepStatements
            .SelectCuttingStep(context, claim.Task.Number)
            .ExecuteUpdate(set => set.SetProperty(step => step.Units, units).SetProperty(step => step.UnitsDone, 0));
        transaction.Commit();
        return [.. Enumerable.Range(1, Math.Min(MaximumQueuedPieces, pieces.Count)).Select(claim.ReferenceTo)];
    }

    /// <summary>Completes a piece; then queues the next waiting piece, or adds the finishing step if all pieces are completed.</summary>
    /// <returns>The steps to enqueue, at most one, and whether it is the finishing step, which the worker may do itself.</returns>
    public (IReadOnlyList<StepReference> Queued, bool IsFinish) CompletePiece(StepClaim claim, string outcome, string? snapshot)
    {
        using var context = database.OpenForWriting();
        using var transaction = context.Database.BeginTransaction();
        StepStatements.Complete(context, claim, outcome, snapshot);
        var pieces = context.Set<TaskStepRow>().Where(step => step.TaskNumber == claim.Task.Number && step.Role == StepRole.Piece);
        // Empty if no piece is waiting.
        int[] nextPositions =
        [
            .. pieces.Where(step => step.State == StepState.Waiting).OrderBy(step => step.Position).Select(step => step.Position).Take(1),
        ];
        var isFinish = nextPositions.Length == 0 && !pieces.Any(step => step.State != StepState.Completed);
        if (isFinish)
        {
            var count = pieces.Count();
            nextPositions = [count + 1];
            context.Add(StepStatements.NewStep(claim.Task.Number, count + 1, StepRole.Finish, StepState.Queued, new StepPlan("{}", count)));
            context.SaveChanges();
        }
        else
        {
            pieces
                .Where(step => nextPositions.Contains(step.Position))
                .ExecuteUpdate(set => set.SetProperty(step => step.State, StepState.Queued));
        }

        transaction.Commit();
        return ([.. nextPositions.Select(claim.ReferenceTo)], isFinish);
    }

    /// <summary>The outcomes of the task's pieces, in order.</summary>
    public IReadOnlyList<string> ListOutcomes(StepClaim claim)
    {
        using var context = database.Open();
        return
        [
            .. context
                .Set<TaskStepRow>()
                .Where(step => step.TaskNumber == claim.Task.Number && step.Role == StepRole.Piece)
                .OrderBy(step => step.Position)
                .Select(step => step.Outcome!),
        ];
    }

    /// <summary>Completes the finishing step and the task, in the caller's transaction.</summary>
    public void CompleteTask(BokgiContext context, StepClaim claim, string result)
    {
        StepStatements.Complete(context, claim);
        context
            .Set<TaskRow>()
            .Where(task => task.Number == claim.Task.Number)
            .ExecuteUpdate(set =>
                set.SetProperty(task => task.State, TaskState.Completed)
                    .SetProperty(task => task.Progress, 1)
                    .SetProperty(task => task.Result, result)
                    .SetProperty(task => task.FinishedUtc, clock.NowUtc())
            );
        events.AddEndEvent(context, claim.Task.TaskId, TaskEvents.Completed, result);
        context.SaveChanges();
    }

    public void FailTask(StepClaim claim, string error)
    {
        using var context = database.OpenForWriting();
        using var transaction = context.Database.BeginTransaction();
        StepStatements.Complete(context, claim);
        StepStatements.Fail(context, events, clock.NowUtc(), claim.Task.Number, claim.Task.TaskId, error);
        transaction.Commit();
        events.Signal();
    }

    /// <summary>Requeues a step whose worker stops or needs a service that is unavailable; does not count as an attempt.</summary>
    public void HandBack(StepClaim claim, string? error = null) =>
        Requeue(claim, attemptsToSubtract: 1, refusedByEntry: string.Empty, error);

    /// <summary>Requeues a step for other workers, because this one's data differ; does not count as an attempt.</summary>
    public void Refuse(StepClaim claim, string worker, string error) =>
        Requeue(claim, attemptsToSubtract: 1, RefusedByEntry(worker), error);

    /// <summary>Requeues a step after a failure that may be temporary; counts as an attempt.</summary>
    public void Retry(StepClaim claim, string error) => Requeue(claim, attemptsToSubtract: 0, refusedByEntry: string.Empty, error);

    /// <summary>
    /// Signals that there are new events. To be called after the transaction of <see cref="CompleteTask"/> has been committed.
    /// </summary>
    public void SignalEvents() => events.Signal();

    private void Requeue(StepClaim claim, int attemptsToSubtract, string refusedByEntry, string? error)
    {
        using var context = database.OpenForWriting();
        StepStatements
            .SelectClaimed(context, claim)
            .ExecuteUpdate(set =>
                set.SetProperty(step => step.State, StepState.Queued)
                    .SetProperty(step => step.Attempts, step => step.Attempts - attemptsToSubtract)
                    .SetProperty(step => step.RefusedBy, step => step.RefusedBy + refusedByEntry)
                    .SetProperty(step => step.Trouble, step => error ?? step.Trouble)
            );
    }

    private static string RefusedByEntry(string worker) => $";{worker};";

    // In a transaction of its own: locking the task's row after the step's would break the lock order described in StepStatements.
    private async Task RaiseProgressAsync(BokgiContext context, StepClaim claim, long done)
    {
        var progress = ShareOfPieces + ((1 - ShareOfPieces) * done / claim.Step.Units); // while the finishing step runs
        if (claim.Step.Role == StepRole.Piece)
        {
            var pieces = await StepStatements
                .SelectCuttingStep(context, claim.Task.Number)
                .Select(cut => new { cut.Units, cut.UnitsDone })
                .SingleAsync();
            if (pieces.UnitsDone > pieces.Units)
                return; // the task was cut by an earlier version of the program, which did not store these sums
            progress = ShareOfPieces * pieces.UnitsDone / pieces.Units;
        }

        progress = Math.Min(progress, 1 - MinimumProgressChange); // only a completed task has progress 1
        await using var transaction = await context.Database.BeginTransactionAsync();
        var updated = await context
            .Set<TaskRow>()
            .Where(task => task.Number == claim.Task.Number && task.State == TaskState.Running)
            .Where(task => task.Progress + MinimumProgressChange <= progress)
            .ExecuteUpdateAsync(set => set.SetProperty(task => task.Progress, progress));
        if (updated == 0)
            return;
        events.Add(context, TaskEvents.Topic(claim.Task.TaskId), TaskEvents.Progress, new { task_id = claim.Task.TaskId, progress });
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
        events.Signal();
    }
}
