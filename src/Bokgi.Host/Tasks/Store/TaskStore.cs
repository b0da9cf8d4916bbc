using System.IO.Hashing;
using System.Runtime.InteropServices;
using Bokgi.Host.Platform.Events.Store;
using Microsoft.EntityFrameworkCore;
using Activity = System.Diagnostics.Activity;

namespace Bokgi.Host.Tasks.Store;

/// <summary>Stores, lists and cancels tasks, and deletes old ones.</summary>
internal sealed class TaskStore(BokgiDatabase database, EventLog events, TimeProvider clock)
{
    /// <summary>Stores a task. If the request's idempotency key was used before, returns the task that was stored with it.</summary>
    /// <exception cref="InvalidInputException">The key was used for a different request.</exception>
    public async Task<(TaskRow Task, bool IsNew)> AddAsync(ITaskKind kind, TaskRequest request)
    {
        var row = new TaskRow
        {
            TaskId = Guid.CreateVersion7(clock.GetUtcNow()).ToString(),
            Kind = kind.Name,
            Queue = kind.Queue,
            State = TaskState.Queued,
            Request = request.Request,
            RequestHash = Convert.ToHexStringLower(XxHash128.Hash(MemoryMarshal.AsBytes(request.ComparedText.AsSpan()))),
            IdempotencyKey = request.Key,
            RequestId = Activity.Current?.Id,
            CreatedUtc = clock.NowUtc(),
            Steps =
            [
                StepStatements.NewStep(
                    taskNumber: 0, // EF sets it to the task's number
                    position: 0,
                    StepRole.Cut,
                    StepState.Queued,
                    new StepPlan(request.Payload, Units: 1)
                ),
            ],
        };
        if (await FindByKeyAsync(row) is { } existing)
            return (existing, IsNew: false);
        try
        {
            await using var context = await database.OpenForWritingAsync(CancellationToken.None);
            context.Add(row);
            events.Add(context, TaskEvents.Topic(row.TaskId), TaskEvents.Queued, new { task_id = row.TaskId, kind = row.Kind });
            context.Audit(row.TaskId);
            await context.SaveChangesAsync();
        }
        catch (DbUpdateException)
        {
            if (await FindByKeyAsync(row) is not { } concurrent)
                throw;
            return (concurrent, IsNew: false); // two requests used one key at the same time
        }

        events.Signal();
        return (row, IsNew: true);
    }

    public async Task<TaskRow?> FindAsync(string taskId)
    {
        await using var context = database.Open();
        return await context.Set<TaskRow>().AsNoTracking().FirstOrDefaultAsync(task => task.TaskId == taskId);
    }

    /// <summary>The newest task whose idempotency key has this prefix; null if there is none.</summary>
    public async Task<TaskRow?> FindNewestByKeyPrefixAsync(string prefix)
    {
        await using var context = database.Open();
        return await context
            .Set<TaskRow>()
            .AsNoTracking()
            .Where(task => task.IdempotencyKey != null && task.IdempotencyKey.StartsWith(prefix))
            .OrderByDescending(task => task.Number)
            .FirstOrDefaultAsync();
    }

    /// <summary>
    /// Why a task is blocked: the error of the first step that was requeued after an error and is still queued, or runs again but has done no
    /// work yet. Null if there is no such step or the task has ended.
    /// </summary>
    public async Task<string?> FindBlockingErrorAsync(TaskRow task)
    {
        if (task.State is not (TaskState.Queued or TaskState.Running))
            return null;
        await using var context = database.Open();
        return await context
            .Set<TaskStepRow>()
            .Where(step =>
                step.TaskNumber == task.Number
                && step.Trouble != null
                && (step.State == StepState.Queued || (step.State == StepState.Running && step.UnitsDone == 0))
            )
            .OrderBy(step => step.Position)
            .Select(step => step.Trouble)
            .FirstOrDefaultAsync();
    }

    /// <summary>A page of the tasks in a state, or of all tasks; newest first.</summary>
    public async Task<(int Total, IReadOnlyList<TaskRow> Tasks)> ListAsync(TaskState? state, Paging paging)
    {
        await using var connection = await database.ConnectAsync();
        await connection.BeginSnapshotAsync();
        await using var context = connection.OpenContext();
        var tasks = context.Set<TaskRow>().AsNoTracking().Where(task => state == null || task.State == state);
        return (
            await tasks.CountAsync(),
            await tasks.OrderByDescending(task => task.Number).Skip(paging.Offset).Take(paging.Limit).ToListAsync()
        );
    }

    public async Task<IReadOnlyList<PieceStatus>> ListPiecesAsync(string taskId)
    {
        await using var context = database.Open();
        var steps = context.Set<TaskRow>().Where(task => task.TaskId == taskId).SelectMany(task => task.Steps);
        var pieces = steps.Where(step => step.Role == StepRole.Piece).OrderBy(step => step.Position);
        return await pieces.Select(step => new PieceStatus(step.Units, step.UnitsDone, step.Snapshot)).ToListAsync();
    }

    /// <returns>The task after the call, and whether this call cancelled it; null if there is no such task.</returns>
    public async Task<(TaskRow Task, bool IsCancelled)?> CancelAsync(string taskId)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await using var transaction = await context.Database.BeginTransactionAsync();
        var tasks = context.Set<TaskRow>().AsNoTracking().Where(task => task.TaskId == taskId);
        var isCancelled =
            await tasks
                .Where(task => task.State == TaskState.Queued || task.State == TaskState.Running)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(task => task.State, TaskState.Cancelled).SetProperty(task => task.FinishedUtc, clock.NowUtc())
                ) > 0;
        if (isCancelled)
        {
            events.AddEndEvent(context, taskId, TaskEvents.Cancelled);
            context.Audit();
            await context.SaveChangesAsync();
        }

        var task = await tasks.FirstOrDefaultAsync();
        await transaction.CommitAsync();
        if (isCancelled)
            events.Signal();
        return task is null ? null : (task, isCancelled);
    }

    public async Task<QueueStatus> GetQueueStatusAsync(CancellationToken cancel)
    {
        var (queued, running) = (WireNames.Of(TaskState.Queued), WireNames.Of(TaskState.Running));
        var waiting = await database.QueryAsync(
            $"""
            SELECT task."Queue", count(*)
            FROM task_steps AS step JOIN tasks AS task ON step."TaskNumber" = task."Number"
            WHERE step."State" = {WireNames.Of(StepState.Queued)} AND task."State" IN ({queued}, {running})
            GROUP BY task."Queue"
            """,
            row => KeyValuePair.Create(row.GetString(0), (int)row.GetInt64(1)),
            cancel
        );
        var oldest = await database.QueryAsync(
            $"""SELECT min("CreatedUtc") FROM tasks WHERE "State" = {queued}""",
            row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0),
            cancel
        );
        return new QueueStatus(waiting.ToDictionary(), oldest[0]);
    }

    /// <summary>The number of tasks that failed at or after the given time.</summary>
    public async Task<int> CountFailedAsync(long sinceUtc, CancellationToken cancel)
    {
        var count = await database.QueryAsync(
            $"""SELECT count(*) FROM tasks WHERE "State" = {WireNames.Of(TaskState.Failed)} AND "FinishedUtc" >= {sinceUtc}""",
            row => (int)row.GetInt64(0),
            cancel
        );
        return count[0];
    }

    public bool IsActive(string taskId)
    {
        using var context = database.Open();
        return context
            .Set<TaskRow>()
            .Any(task => task.TaskId == taskId && (task.State == TaskState.Queued || task.State == TaskState.Running));
    }

    /// <summary>Deletes tasks that ended before a time, with their steps; keeps the runs that they produced.</summary>
    public async Task<int> PruneAsync(long beforeUtc)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        return await context.Set<TaskRow>().Where(task => task.FinishedUtc < beforeUtc).ExecuteDeleteAsync();
    }

    private async Task<TaskRow?> FindByKeyAsync(TaskRow row)
    {
        if (row.IdempotencyKey is null)
            return null;
        await using var context = database.Open();
        var found = await context.Set<TaskRow>().AsNoTracking().FirstOrDefaultAsync(task => task.IdempotencyKey == row.IdempotencyKey);
        return found is null || (found.RequestHash == row.RequestHash && found.Kind == row.Kind)
            ? found
            : throw InvalidInputException.ForField(
                "Idempotency-Key",
                $"the Idempotency-Key '{Problems.SanitizeForMessage(row.IdempotencyKey)}' belongs to another request, of task {found.TaskId}; give each request a key of its own"
            );
    }
}
