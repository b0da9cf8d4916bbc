using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Tasks.Store;
using Bokgi.Markets;

namespace Bokgi.Host.Tasks;

/// <summary>
/// Looks after tasks in every process that works: takes steps from workers that are gone, tells of steps whose word in the queue was lost,
/// and forgets what is past its time. A worker is gone when its beats stand still over several looks on this process's own clock; a look
/// that fails begins the count anew, for then nobody could beat.
/// </summary>
internal sealed partial class TaskWatch(
    StepLeaseStore steps,
    TaskStore tasks,
    TaskQueue desk,
    WorkerStore workers,
    IEnumerable<ITaskKind> kinds,
    HostSettings settings,
    TimeProvider clock,
    ILogger<TaskWatch> log
)
{
    /// <summary>From one look to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private const int LooksOfTidying = 20;
    private const int LongWait = 20;

    private readonly LivenessMonitor<StepLeaseView> pulses = new(sight => (sight.Number, sight.Fence), sight => sight.Beats);
    private readonly Dictionary<(long Step, int Fence), int> waits = [];
    private int looks;

    /// <summary>Looks until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                Look();
            }
            catch (Exception failure) when (failure.IsDatabaseDown())
            {
                pulses.Forget();
                waits.Clear();
                LogAway(failure.GetBaseException().Message);
            }
            catch (Exception failure)
            {
                LogFailed(failure);
            }
        } while (await timer.WaitForNextTickAsync(stop));
    }

    /// <summary>Looks once.</summary>
    public void Look()
    {
        var sights = steps.Look();
        ReclaimExpired([.. sights.Where(sight => sight.State == StepState.Running)]);
        Remind([.. sights.Where(sight => sight.State == StepState.Queued)]);
        if (looks++ % LooksOfTidying == 0)
            Tidy();
    }

    private void ReclaimExpired(IReadOnlyList<StepLeaseView> running)
    {
        foreach (var sight in pulses.Expired(running))
        {
            LogGone(sight.Owner ?? string.Empty, sight.TaskId, sight.Position);
            if (steps.ReclaimExpired(sight))
                desk.Enqueue(sight.Address);
        }
    }

    // While its queue is empty, a step that was there at the last look too is one that nobody was told of. Else its word may lie in the
    // queue; of the step that has waited longest workers are told again all the same, for the queue may never be empty.
    private void Remind(IReadOnlyList<StepLeaseView> queued)
    {
        foreach (var gone in waits.Keys.Except(queued.Select(sight => (sight.Number, sight.Fence))).ToArray())
            waits.Remove(gone);
        foreach (var sight in queued)
            waits[(sight.Number, sight.Fence)] = waits.TryGetValue((sight.Number, sight.Fence), out var before) ? before + 1 : 0;
        foreach (var queue in queued.GroupBy(sight => sight.Queue))
        {
            if (desk.Waiting(queue.Key) > 0)
                RemindOfLongest([.. queue]);
            else
                foreach (var sight in queue.Where(sight => looks == 0 || waits[(sight.Number, sight.Fence)] > 0))
                    Tell(sight);
        }
    }

    private void RemindOfLongest(IReadOnlyList<StepLeaseView> queue)
    {
        var longest = queue.MaxBy(sight => waits[(sight.Number, sight.Fence)])!;
        if (waits[(longest.Number, longest.Fence)] < LongWait)
            return;
        waits[(longest.Number, longest.Fence)] = 0;
        Tell(longest);
    }

    private void Tell(StepLeaseView sight)
    {
        if (!IsRefusedByAll(sight))
            desk.Enqueue(sight.Address);
        else if (steps.CutAnew(sight) is { } anew)
            desk.Enqueue(anew);
    }

    private bool IsRefusedByAll(StepLeaseView sight) =>
        sight.RefusedBy.Length > 0
        && workers
            .Alive()
            .Where(worker => worker.Queues.Contains(sight.Queue))
            .All(worker => sight.RefusedBy.Contains($";{worker.Name};", StringComparison.Ordinal));

    private void Tidy()
    {
        var before = UnixTime.FromDateTime(clock.GetUtcNow().UtcDateTime.AddDays(-settings.TaskResultTtlDays));
        var count = tasks.Prune(before);
        if (count > 0)
            LogPruned(count, settings.TaskResultTtlDays);
        workers.Prune();
        foreach (var kind in kinds)
            Tidy(kind);
    }

    private void Tidy(ITaskKind kind)
    {
        try
        {
            kind.Tidy(taskId => tasks.Active([taskId]).Count > 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogFailed(failure); // the next time will do
        }
    }

    [LoggerMessage(LogLevel.Warning, "the worker {Owner} is gone; step {Position} of task {TaskId} goes to another one")]
    private partial void LogGone(string owner, string taskId, int position);

    [LoggerMessage(LogLevel.Warning, "tasks cannot be looked after at the moment: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Error, "looking after tasks failed and is done again")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Information, "{Count} tasks were forgotten that ended more than {Days} days ago")]
    private partial void LogPruned(int count, int days);
}
