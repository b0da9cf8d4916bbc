using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Leases;
using Bokgi.Host.Platform.Leases.Store;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Tasks.Store;

/// <summary>
/// Statements shared by the transactions of workers and of the task monitor. Each transaction locks rows in this order: the task, its
/// pieces, its cutting step.
/// </summary>
internal static class StepStatements
{
    /// <summary>Locks the rows of running tasks until the transaction ends, with an update that changes nothing.</summary>
    /// <returns>Number of locked rows.</returns>
    public static int Lock(IQueryable<TaskRow> tasks) =>
        tasks.Where(task => task.State == TaskState.Running).ExecuteUpdate(set => set.SetProperty(task => task.State, TaskState.Running));

    /// <summary>Selects the claimed step; nothing if the worker no longer owns it or the task is no longer running.</summary>
    public static IQueryable<TaskStepRow> SelectClaimed(BokgiContext context, StepClaim claim) =>
        context
            .Set<TaskStepRow>()
            .WhereOwnedUnder(claim.Lease)
            .Where(step =>
                step.State == StepState.Running
                && context.Set<TaskRow>().Any(task => task.Number == step.TaskNumber && task.State == TaskState.Running)
            );

    /// <summary>Completes the claimed step.</summary>
    /// <exception cref="LeaseLostException">The worker no longer owns the step, or the task is no longer running.</exception>
    public static void Complete(BokgiContext context, StepClaim claim, string? outcome = null, string? snapshot = null)
    {
        var isClaimed =
            Lock(context.Set<TaskRow>().Where(task => task.Number == claim.Task.Number)) > 0
            && SelectClaimed(context, claim)
                .ExecuteUpdate(set =>
                    set.SetProperty(step => step.State, StepState.Completed)
                        .SetProperty(step => step.Outcome, outcome)
                        .SetProperty(step => step.Snapshot, snapshot)
                ) > 0;
        if (!isClaimed)
            throw new LeaseLostException();
        var steps = context.Set<TaskStepRow>().Where(step => step.Number == claim.Step.Number);
        if (claim.Step.Role == StepRole.Piece) // adds the rest of the piece's units; heartbeats have added the others already
            AddUnitsDone(context, claim.Task.Number, steps.Select(step => step.Units - step.UnitsDone).Single());
        steps.ExecuteUpdate(set => set.SetProperty(step => step.UnitsDone, step => step.Units));
    }

    /// <summary>
    /// Adds to the number of units done in all pieces. The cutting step's row keeps this sum, so that a heartbeat need not read all pieces.
    /// </summary>
    public static void AddUnitsDone(BokgiContext context, long taskNumber, long units) =>
        SelectCuttingStep(context, taskNumber)
            .ExecuteUpdate(set => set.SetProperty(step => step.UnitsDone, step => step.UnitsDone + units));

    /// <summary>Selects the step that cuts the task. Once it has cut the task, its units and units done are the sums over the pieces.</summary>
    public static IQueryable<TaskStepRow> SelectCuttingStep(BokgiContext context, long taskNumber) =>
        context.Set<TaskStepRow>().Where(step => step.TaskNumber == taskNumber && step.Position == 0);

    /// <summary>Replaces all steps of a task with a new cutting step, and counts one more round (<see cref="TaskRow.Round"/>).</summary>
    public static void Recut(BokgiContext context, long taskNumber)
    {
        context.Set<TaskStepRow>().Where(step => step.TaskNumber == taskNumber && step.Position > 0).ExecuteDelete();
        SelectCuttingStep(context, taskNumber).ExecuteDelete();
        context
            .Set<TaskRow>()
            .Where(task => task.Number == taskNumber)
            .ExecuteUpdate(set => set.SetProperty(task => task.Round, task => task.Round + 1));
        context.Add(NewStep(taskNumber, position: 0, StepRole.Cut, StepState.Queued, new StepPlan("{}", Units: 1)));
        context.SaveChanges();
    }

    public static TaskStepRow NewStep(long taskNumber, int position, StepRole role, StepState state, StepPlan plan) =>
        new()
        {
            TaskNumber = taskNumber,
            Position = position,
            Role = role,
            State = state,
            Payload = plan.Payload,
            Units = plan.Units,
        };

    public static void Fail(BokgiContext context, EventLog events, long nowUtc, long taskNumber, string taskId, string error)
    {
        context
            .Set<TaskRow>()
            .Where(task => task.Number == taskNumber)
            .ExecuteUpdate(set =>
                set.SetProperty(task => task.State, TaskState.Failed)
                    .SetProperty(task => task.Error, error)
                    .SetProperty(task => task.FinishedUtc, nowUtc)
            );
        events.AddEndEvent(context, taskId, TaskEvents.Failed, error: error);
        context.SaveChanges();
    }
}
