using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Leases.Store;
using Bokgi.MarketData;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Tasks.Store;

/// <summary>Steps from the side of the task monitor: the active ones, and reclaiming those of dead workers.</summary>
internal sealed class StepLeaseStore(BokgiDatabase database, EventLog events, TimeProvider clock)
{
    private long Now => clock.NowUtc();

    /// <summary>Steps that are running or queued.</summary>
    public IReadOnlyList<StepLeaseView> Look()
    {
        using var context = database.Open();
        return
        [
            .. from step in context.Set<TaskStepRow>()
            join task in context.Set<TaskRow>() on step.TaskNumber equals task.Number
            where
                (task.State == TaskState.Queued || task.State == TaskState.Running)
                && (step.State == StepState.Queued || step.State == StepState.Running)
            orderby step.Number
            select new StepLeaseView(
                step.Number,
                step.Owner,
                step.Fence,
                step.Beats,
                task.TaskId,
                task.Queue,
                step.Position,
                step.State,
                step.Attempts,
                step.RefusedBy,
                step.Trouble,
                task.Round
            ),
        ];
    }

    /// <summary>Takes a step from a dead worker. Fails the task after the last attempt.</summary>
    /// <returns>Whether the step is queued again.</returns>
    public bool ReclaimExpired(StepLeaseView view)
    {
        using var context = database.OpenForWriting();
        using var transaction = context.Database.BeginTransaction();
        var tasks = context.Set<TaskRow>().Where(task => task.TaskId == view.TaskId);
        if (StepStatements.Lock(tasks) == 0)
            return false;
        var error = $"the worker {view.Owner} stopped without a word while it was at it";
        var isTaken =
            context
                .Set<TaskStepRow>()
                .SilentSince(view)
                .Where(step => step.State == StepState.Running)
                .ExecuteUpdate(set => set.SetProperty(step => step.State, StepState.Queued).SetProperty(step => step.Trouble, error)) > 0;
        var isLast = isTaken && view.Attempts >= StepStore.MaximumAttempts;
        if (isLast)
            StepStatements.Fail(
                context,
                events,
                Now,
                tasks.Select(task => task.Number).Single(),
                view.TaskId,
                $"given up after {view.Attempts} attempts: {error}"
            );
        transaction.Commit();
        events.Signal();
        return isTaken && !isLast;
    }

    /// <summary>
    /// Cuts a task's work again because no worker has the data that a step was cut for; fails the task after the last round.
    /// </summary>
    /// <returns>The step to enqueue; null if the task has failed or ended.</returns>
    public StepReference? CutAnew(StepLeaseView view)
    {
        using var context = database.OpenForWriting();
        using var transaction = context.Database.BeginTransaction();
        var tasks = context.Set<TaskRow>().Where(task => task.TaskId == view.TaskId && task.Round == view.Round);
        if (StepStatements.Lock(tasks) == 0)
            return null;
        var task = tasks.AsNoTracking().Single();
        var isLast = view.Round >= StepStore.MaximumAttempts;
        if (isLast)
            StepStatements.Fail(
                context,
                events,
                Now,
                task.Number,
                task.TaskId,
                $"{view.Trouble}; the candles of every worker differ: see that all of them have the same, and start it again"
            );
        else
            StepStatements.Recut(context, task.Number, task.Findings);
        transaction.Commit();
        events.Signal();
        return isLast ? null : new StepReference(view.TaskId, view.Queue, 0);
    }

    /// <summary>Requeues all running steps. Only for the single process of an installation: no other worker can be alive.</summary>
    public void TakeAll()
    {
        foreach (var view in Look().Where(view => view.State == StepState.Running))
            ReclaimExpired(view);
    }
}
