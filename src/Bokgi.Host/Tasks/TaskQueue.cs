using Bokgi.Host.Platform.Database;
using Bokgi.Host.Tasks.Store;
using Hangfire;
using Hangfire.States;

namespace Bokgi.Host.Tasks;

/// <summary>Takes tasks on and puts their steps into the queue.</summary>
internal sealed partial class TaskQueue(TaskStore tasks, JobStorage storage, IEnumerable<ITaskKind> kinds, ILogger<TaskQueue> log)
{
    private readonly BackgroundJobClient client = new(storage) { RetryAttempts = 1 };

    /// <summary>Takes a task on; once this returns it is done, or ends with a reason, whatever crashes.</summary>
    /// <param name="kind">The name of the kind of work.</param>
    /// <param name="order">What is asked.</param>
    public TaskRow Submit(string kind, TaskOrder order)
    {
        var known = kinds.Single(each => each.Name == kind);
        var (task, isNew) = tasks.Add(known, order);
        if (isNew)
            Enqueue(new StepAddress(task.TaskId, task.Queue, 0));
        return task;
    }

    /// <summary>Tells workers of steps. What cannot be told now is told later by <see cref="TaskWatch"/>.</summary>
    public void Enqueue(params IReadOnlyList<StepAddress> steps)
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

    /// <summary>How many jobs wait in a queue.</summary>
    public long Waiting(string queue) => storage.GetMonitoringApi().EnqueuedCount(queue);

    [LoggerMessage(LogLevel.Warning, "a step could not be queued and will be later: {Reason}")]
    private partial void LogNotQueued(string reason);
}
