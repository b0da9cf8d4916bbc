using Bokgi.Host.Tasks.Store;
using Hangfire;
using Hangfire.States;

namespace Bokgi.Host.Tasks;

/// <summary>Accepts tasks and enqueues their steps.</summary>
internal sealed partial class TaskQueue(TaskStore tasks, JobStorage storage, IEnumerable<ITaskKind> kinds, ILogger<TaskQueue> log)
{
    private readonly BackgroundJobClient client = new(storage) { RetryAttempts = 1 };

    /// <summary>
    /// Stores a task and enqueues its first step. Once this method returns, the task will complete, or fail with a reason, even if processes
    /// crash.
    /// </summary>
    public async Task<TaskRow> SubmitAsync(string kind, TaskRequest request)
    {
        var taskKind = kinds.Single(candidate => candidate.Name == kind);
        var (task, isNew) = await tasks.AddAsync(taskKind, request);
        if (isNew)
            Enqueue(new StepReference(task.TaskId, task.Queue, Position: 0));
        return task;
    }

    /// <summary>Enqueues steps; those that cannot be enqueued now are enqueued later by <see cref="TaskMonitor"/>.</summary>
    public void Enqueue(params IReadOnlyList<StepReference> steps)
    {
        try
        {
            foreach (var step in steps)
                client.Create<StepJob>(
                    job => job.Run(step.TaskId, step.Queue, step.Position, CancellationToken.None),
                    new EnqueuedState(step.Queue)
                );
        }
        catch (Exception failure) when (failure is BackgroundJobClientException || failure.IsDatabaseDown())
        {
            LogNotQueued(failure.GetBaseException().Message);
        }
    }

    public long EnqueuedCount(string queue) => storage.GetMonitoringApi().EnqueuedCount(queue);

    [LoggerMessage(LogLevel.Warning, "a step could not be queued and will be queued later: {Reason}")]
    private partial void LogNotQueued(string reason);
}
