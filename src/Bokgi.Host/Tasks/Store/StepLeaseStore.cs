using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Leases.Store;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Tasks.Store;

/// <summary>Lists the steps of active tasks for the task monitor, and reclaims the steps of dead workers.</summary>
internal sealed class StepLeaseStore(BokgiDatabase database, EventLog events, TimeProvider clock)
{
    public async Task<IReadOnlyList<StepLeaseView>> ListActiveAsync()
    {
        await using var context = database.Open();
        var active =
            from step in context.Set<TaskStepRow>()
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
                new StepReference(task.TaskId, task.Queue, step.Position),
                step.State,
                step.Attempts,
                step.RefusedBy,
                step.Trouble,
                task.Round
            );
        return await active.ToListAsync();
    }

    /// <summary>Takes a step from a dead worker. The step is queued again; after the last attempt, the task fails instead.</summary>
    /// <returns>Whether the step is queued again.</returns>
    public async Task<bool> ReclaimExpiredAsync(StepLeaseView view)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await using var transaction = await context.Database.BeginTransactionAsync();
        var tasks = context.Set<TaskRow>().Where(task => task.TaskId == view.Reference.TaskId);
        if (StepStatements.Lock(tasks) == 0)
            return false;
        var error = $"the worker {view.Owner} stopped sending heartbeats while it was doing this step";
        var isReclaimed =
            await context
                .Set<TaskStepRow>()
                .WhereSilentSince(view)
                .Where(step => step.State == StepState.Running)
                .ExecuteUpdateAsync(set => set.SetProperty(step => step.State, StepState.Queued).SetProperty(step => step.Trouble, error))
            > 0;
        var isLastAttempt = isReclaimed && view.Attempts >= StepStore.MaximumAttempts;
        if (isLastAttempt)
            StepStatements.Fail(
                context,
                events,
                clock.NowUtc(),
                await tasks.Select(task => task.Number).SingleAsync(),
                view.Reference.TaskId,
                $"given up after {view.Attempts} attempts: {error}"
            );
        await transaction.CommitAsync();
        events.Signal();
        return isReclaimed && !isLastAttempt;
    }

    /// <summary>
    /// Replaces the steps of a task with a new cutting step, which divides the task into pieces again, because no worker has the candles for which
    /// a piece was cut. A task that was cut <see cref="StepStore.MaximumAttempts"/> times fails instead.
    /// </summary>
    /// <returns>The step to enqueue; null if the task has failed or ended.</returns>
    public async Task<StepReference?> CutAgainAsync(StepLeaseView view)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await using var transaction = await context.Database.BeginTransactionAsync();
        var tasks = context.Set<TaskRow>().Where(task => task.TaskId == view.Reference.TaskId && task.Round == view.Round);
        if (StepStatements.Lock(tasks) == 0)
            return null;
        var task = await tasks.AsNoTracking().SingleAsync();
        var isLastRound = view.Round >= StepStore.MaximumAttempts;
        if (isLastRound)
            StepStatements.Fail(
                context,
                events,
                clock.NowUtc(),
                task.Number,
                task.TaskId,
                $"{view.Trouble}; the candles of every worker differ: make sure that all of them have the same, and submit the task again"
            );
        else
            StepStatements.Recut(context, task.Number);
        await transaction.CommitAsync();
        events.Signal();
        return isLastRound ? null : view.Reference with { Position = 0 };
    }

    /// <summary>
    /// Requeues all running steps. May be called only while no worker does steps: when the only process that works on tasks starts.
    /// </summary>
    public async Task ReclaimAllAsync()
    {
        foreach (var view in (await ListActiveAsync()).Where(view => view.State == StepState.Running))
            await ReclaimExpiredAsync(view);
    }
}
