using System.Collections.Concurrent;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Platform.Leases;
using Bokgi.Host.Platform.Schedules.Store;

namespace Bokgi.Host.Platform.Schedules;

/// <summary>
/// Starts the scheduled jobs when they are due. One of the servers on a database runs each job; if that server dies, another server starts
/// the job again. If no server was running when a job was due, the next server to start runs it once, even if several due times were missed.
/// </summary>
internal sealed partial class Schedule(
    IEnumerable<IScheduledJob> jobs,
    ScheduleStore store,
    HostSettings settings,
    TimeProvider clock,
    ILogger<Schedule> log
) : BackgroundService
{
    /// <summary>The time between two checks; short, because the clock may be changed and the machine may be suspended.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, IScheduledJob> jobs = jobs.Where(job => job.IsEnabled && settings.Scheduler.IsEnabled)
        .ToDictionary(job => job.Name, StringComparer.Ordinal);
    private readonly string owner = WorkerName.CreateForThisProcess().Text;
    private readonly LivenessMonitor liveness = new();
    private readonly ConcurrentDictionary<string, Task> running = new(StringComparer.Ordinal);

    /// <summary>The jobs that are switched on, with their rows and when each is due next, UTC.</summary>
    public async Task<IReadOnlyList<(ScheduleRow Row, DateTime NextUtc)>> ListAsync() =>
        [
            .. (await store.GetOrAddAsync(jobs.Keys))
            // DoneUtc may be in the future, if the clock was ahead when the job last ran; now is used then.
            .Select(row => (row, jobs[row.Name].NextAfter(UnixTime.ToDateTime(Math.Min(row.DoneUtc, clock.NowUtc()))))),
        ];

    /// <summary>The next time after now at which a job is due, UTC; null if the job is switched off.</summary>
    public DateTime? FindNextTime(string name) => jobs.GetValueOrDefault(name)?.NextAfter(clock.GetUtcNow().UtcDateTime);

    /// <summary>Starts the jobs that are due.</summary>
    /// <returns>A task that completes when the started runs have ended.</returns>
    public async Task<Task> CheckAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var jobRows = await ListAsync();
        var leasesOfOthers = jobRows.Select(jobRow => LeaseOf(jobRow.Row)).Where(lease => lease.Owner is not null && lease.Owner != owner);
        var expiredLeases = liveness.FindExpired(leasesOfOthers).ToHashSet();
        var startedRuns = new List<Task>();
        foreach (var (row, next) in jobRows.Where(jobRow => jobRow.NextUtc <= now && !IsRunning(jobRow.Row.Name)))
        {
            // This process may own a job that it does not run: if the database was unavailable when the run ended, the job was not released.
            var lastReadLease = LeaseOf(row);
            var isClaimable = lastReadLease.Owner is null || lastReadLease.Owner == owner || expiredLeases.Contains(lastReadLease);
            if (!isClaimable || await store.TryClaimAsync(lastReadLease, owner) is not { } lease)
                continue;
            var run = RunAsync(jobs[row.Name], lease, next, UnixTime.FromDateTime(now), cancel);
            running[row.Name] = run;
            startedRuns.Add(run);
        }

        return Task.WhenAll(startedRuns);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (jobs.Count == 0)
            return;
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await CheckAsync(stoppingToken);
                }
                catch (Exception failure) when (failure.IsDatabaseDown())
                {
                    liveness.Reset();
                    LogUnavailable(failure.GetBaseException().Message); // the next check tries again
                }
            }
        }
        finally
        {
            await Task.WhenAll(running.Values);
        }
    }

    private bool IsRunning(string name) => running.TryGetValue(name, out var run) && !run.IsCompleted;

    private static Lease LeaseOf(ScheduleRow row) => new(row.Number, row.Owner, row.Fence, row.Beats);

    private async Task RunAsync(IScheduledJob job, Lease lease, DateTime dueUtc, long doneUtc, CancellationToken stop)
    {
        await Task.Yield();
        using var runCancellation = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var sendingHeartbeats = SendHeartbeatsAsync(lease, runCancellation);
        try
        {
            LogBegun(job.Name);
            var hasFailed = false;
            try
            {
                await job.RunAsync(dueUtc, runCancellation.Token);
            }
            catch (Exception failure) when (!runCancellation.IsCancellationRequested)
            {
                LogFailed(failure, job.Name);
                hasFailed = true;
            }

            await store.EndAsync(lease, doneUtc, hasFailed);
        }
        catch (OperationCanceledException)
        {
            await TryReleaseAsync(lease);
        }
        catch (Exception failure) when (failure.IsDatabaseDown())
        {
            LogUnavailable(failure.GetBaseException().Message); // a later check starts the job again
        }
        finally
        {
            await runCancellation.CancelAsync();
            await sendingHeartbeats;
        }
    }

    private async Task SendHeartbeatsAsync(Lease lease, CancellationTokenSource runCancellation)
    {
        using var timer = new PeriodicTimer(Interval / 2, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(runCancellation.Token))
            {
                try
                {
                    if (!await store.RecordHeartbeatAsync(lease))
                        await runCancellation.CancelAsync();
                }
                catch (Exception failure) when (failure.IsDatabaseDown())
                {
                    // The next heartbeat tries again.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }

    private async Task TryReleaseAsync(Lease lease)
    {
        try
        {
            await store.ReleaseAsync(lease);
        }
        catch (Exception failure) when (failure.IsDatabaseDown())
        {
            // The lease expires by itself.
        }
    }

    [LoggerMessage(LogLevel.Information, "the scheduled job {Job} begins")]
    private partial void LogBegun(string job);

    [LoggerMessage(LogLevel.Error, "the scheduled job {Job} failed")]
    private partial void LogFailed(Exception failure, string job);

    [LoggerMessage(LogLevel.Warning, "scheduled jobs cannot be checked at the moment: {Reason}")]
    private partial void LogUnavailable(string reason);
}
