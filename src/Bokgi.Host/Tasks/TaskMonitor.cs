using Bokgi.Host.Platform.Leases;
using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Tasks;

/// <summary>
/// Reclaims steps of dead workers, resends lost queue messages, and deletes expired tasks. Every process that works on tasks has a monitor.
/// </summary>
internal sealed partial class TaskMonitor(
    StepLeaseStore steps,
    TaskStore tasks,
    TaskQueue queue,
    WorkerStore workers,
    IEnumerable<ITaskKind> kinds,
    HostSettings settings,
    TimeProvider clock,
    ILogger<TaskMonitor> log
)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    // Expired tasks are deleted at every 20th poll, once a minute.
    private const int PollsPerTidying = 20;

    // If a queue is not empty, the message of a step is sent again only after this many polls, a minute.
    private const int LongWaitPolls = 20;

    private readonly LivenessMonitor liveness = new();

    // For each queued step, the number of polls since its message was sent.
    private Dictionary<(long Number, int Fence), int> pollsSinceSent = [];
    private int pollCount;

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await PollAsync();
            }
            catch (Exception failure) when (failure.IsDatabaseDown())
            {
                liveness.Reset();
                pollsSinceSent.Clear();
                LogUnavailable(failure.GetBaseException().Message);
            }
            catch (Exception failure)
            {
                LogFailed(failure);
            }
        } while (await timer.WaitForNextTickAsync(stop));
    }

    public async Task PollAsync()
    {
        var views = await steps.ListActiveAsync();
        await ReclaimExpiredAsync(views.Where(view => view.State == StepState.Running));
        await ResendAsync([.. views.Where(view => view.State == StepState.Queued)]);
        var isTimeToTidy = pollCount % PollsPerTidying == 0;
        pollCount++;
        if (isTimeToTidy)
            await TidyAsync();
    }

    private async Task ReclaimExpiredAsync(IEnumerable<StepLeaseView> running)
    {
        foreach (var view in liveness.FindExpired(running))
        {
            LogWorkerDead(view.Owner ?? string.Empty, view.Reference.TaskId, view.Reference.Position);
            if (await steps.ReclaimExpiredAsync(view))
                queue.Enqueue(view.Reference);
        }
    }

    // Sends messages again that seem to be lost. If the queue is empty, the messages of all steps that were already queued at the last poll are
    // lost; at the monitor's first poll, those of all queued steps. If the queue is not empty, it may still contain the messages. But a busy
    // queue may never become empty, so after LongWaitPolls polls the message of the step that has waited longest is sent again.
    private async Task ResendAsync(IReadOnlyList<StepLeaseView> queued)
    {
        pollsSinceSent = queued.ToDictionary(
            view => view.Term,
            view => pollsSinceSent.TryGetValue(view.Term, out var polls) ? polls + 1 : 0
        );
        foreach (var stepsOfQueue in queued.GroupBy(view => view.Reference.Queue))
        {
            var stepsToResend =
                queue.EnqueuedCount(stepsOfQueue.Key) > 0
                    ? stepsOfQueue
                        .OrderByDescending(view => pollsSinceSent[view.Term])
                        .Take(1)
                        .Where(view => pollsSinceSent[view.Term] >= LongWaitPolls)
                    : stepsOfQueue.Where(view => pollCount == 0 || pollsSinceSent[view.Term] > 0);
            foreach (var view in stepsToResend.ToList())
            {
                pollsSinceSent[view.Term] = 0;
                if (!await IsRefusedByAllAsync(view))
                    queue.Enqueue(view.Reference);
                else if (await steps.CutAgainAsync(view) is { } firstStep)
                    queue.Enqueue(firstStep);
            }
        }
    }

    // Whether there are workers for the step's queue and all of them have refused it.
    private async Task<bool> IsRefusedByAllAsync(StepLeaseView view)
    {
        if (view.RefusedBy.Length == 0)
            return false;
        var all = await workers.ListAsync();
        var capable = all.Where(worker => workers.IsAlive(worker) && worker.Queues.Split(',').Contains(view.Reference.Queue)).ToList();
        return capable.Count > 0 && capable.TrueForAll(worker => view.RefusedBy.Contains($";{worker.Name};", StringComparison.Ordinal));
    }

    private async Task TidyAsync()
    {
        var cutoffUtc = UnixTime.FromDateTime(clock.GetUtcNow().UtcDateTime.AddDays(-settings.TaskResultTtlDays));
        var count = await tasks.PruneAsync(cutoffUtc);
        if (count > 0)
            LogPruned(count, settings.TaskResultTtlDays);
        await workers.PruneAsync();
        foreach (var kind in kinds)
        {
            try
            {
                kind.Tidy(tasks.IsActive);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                LogFailed(failure); // the next call tries again
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "the worker {Owner} is dead; step {Position} of task {TaskId} is reclaimed")]
    private partial void LogWorkerDead(string owner, string taskId, int position);

    [LoggerMessage(LogLevel.Warning, "tasks cannot be checked at the moment: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(LogLevel.Error, "checking the tasks failed and is retried")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Information, "{Count} tasks that ended more than {Days} days ago were deleted")]
    private partial void LogPruned(int count, int days);
}
