using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Events.Store;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Tasks.Store;

/// <summary>What the transactions of workers and watchers are made of. A task's row is locked before its steps' rows, always in this order.</summary>
internal static class StepStatements
{
    /// <summary>Holds the rows of running tasks until the transaction ends, by a statement that changes nothing.</summary>
    /// <returns>How many there are.</returns>
    public static int Lock(IQueryable<TaskRow> tasks) =>
        tasks.Where(task => task.State == TaskState.Running).ExecuteUpdate(set => set.SetProperty(task => task.State, TaskState.Running));

    /// <summary>A step, while it is still the claim's.</summary>
    public static IQueryable<TaskStepRow> Mine(BokgiContext context, StepClaim claim) =>
        context
            .Set<TaskStepRow>()
            .Where(step =>
                step.Number == claim.StepNumber
                && step.State == StepState.Running
                && step.Fence == claim.Fence
                && context.Set<TaskRow>().Any(task => task.Number == step.TaskNumber && task.State == TaskState.Running)
            );

    /// <summary>Completes a step.</summary>
    /// <exception cref="OvertakenException">It is no longer the claim's.</exception>
    public static void End(BokgiContext context, StepClaim claim, string? outcome = null, string? snapshot = null)
    {
        var isActive = Lock(context.Set<TaskRow>().Where(task => task.Number == claim.TaskNumber)) > 0;
        var isMine =
            isActive
            && Mine(context, claim)
                .ExecuteUpdate(set =>
                    set.SetProperty(step => step.State, StepState.Completed)
                        .SetProperty(step => step.UnitsDone, step => step.Units)
                        .SetProperty(step => step.Outcome, outcome)
                        .SetProperty(step => step.Snapshot, snapshot)
                ) > 0;
        if (!isMine)
            throw new OvertakenException();
    }

    /// <summary>Begins a task's work anew.</summary>
    public static void Recut(BokgiContext context, long taskNumber, string? findings)
    {
        context.Set<TaskStepRow>().Where(step => step.TaskNumber == taskNumber).ExecuteDelete();
        context
            .Set<TaskRow>()
            .Where(task => task.Number == taskNumber)
            .ExecuteUpdate(set => set.SetProperty(task => task.Findings, findings).SetProperty(task => task.Round, task => task.Round + 1));
        context.Add(Step(taskNumber, 0, StepRole.Cut, StepState.Queued, new PiecePlan("{}", 1)));
        context.SaveChanges();
    }

    /// <summary>A step that nobody has begun.</summary>
    public static TaskStepRow Step(long taskNumber, int position, StepRole role, StepState state, PiecePlan plan) =>
        new()
        {
            TaskNumber = taskNumber,
            Position = position,
            Role = role,
            State = state,
            Payload = plan.Payload,
            Units = plan.Units,
        };

    /// <summary>Ends a task that cannot be done, with the event that tells it.</summary>
    public static void Fail(BokgiContext context, EventLog events, long now, long taskNumber, string taskId, string error)
    {
        context
            .Set<TaskRow>()
            .Where(task => task.Number == taskNumber)
            .ExecuteUpdate(set =>
                set.SetProperty(task => task.State, TaskState.Failed)
                    .SetProperty(task => task.Error, error)
                    .SetProperty(task => task.FinishedUtc, now)
            );
        events.Add(context, TaskEvents.Topic(taskId), TaskEvents.Failed, TaskEvents.Ended(taskId, result: null, error));
        context.SaveChanges();
    }
}
