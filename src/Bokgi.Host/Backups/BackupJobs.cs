using Bokgi.Host.Alerts;
using Bokgi.Host.Alerts.Store;

namespace Bokgi.Host.Backups;

/// <summary>Runs backup jobs in the server, one at a time. Raises an alert when a backup fails, and when it succeeds again.</summary>
internal sealed partial class BackupJobs(
    BackupService backups,
    BucketCopy bucket,
    AlertStore alerts,
    IEnumerable<IAlertChannel> channels,
    HostSettings settings,
    TimeProvider clock,
    ILogger<BackupJobs> log
) : IHostedService, IDisposable
{
    public const string Cleanup = "cleanup";
    public const string Verify = "verify";
    public const string All = "all";

    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim jobGate = new(1);
    private Task? running;

    /// <summary>The job that runs now; null if none does.</summary>
    public BackupJob? Current { get; private set; }

    /// <summary>The job that ended last; null if none has since the start of the server.</summary>
    public BackupJob? Last { get; private set; }

    /// <summary>Backs up everything that is configured, and copies the backups to the bucket if there is one.</summary>
    public Task MakeAllAsync(CancellationToken cancel) => RunAsync(All, MakeAllAndCopyAsync, cancel);

    public Task CleanUpAsync(CancellationToken cancel) => RunAsync(Cleanup, CleanUpAsJobAsync, cancel);

    /// <summary>Starts a job and returns at once.</summary>
    /// <param name="name">The name of the job, see <see cref="BackupJob"/>.</param>
    /// <param name="toVerify">The backups that the job <see cref="Verify"/> verifies; other jobs ignore them.</param>
    /// <exception cref="ConflictException">Another job is running.</exception>
    public BackupJob Start(string name, IReadOnlyList<StoredBackup> toVerify)
    {
        Func<CancellationToken, Task<IReadOnlyList<BackupResult>>> work = name switch
        {
            All => MakeAllAndCopyAsync,
            Cleanup => CleanUpAsJobAsync,
            BucketCopy.Name => async cancel => [await bucket.TryCopyAsync(cancel)],
            Verify => cancel => backups.VerifyAsync(toVerify, cancel),
            _ => async cancel => [await backups.MakeAsync(WireNames.Parse<BackupKind>(name), cancel)],
        };
        if (!jobGate.Wait(TimeSpan.Zero))
            throw new ConflictException($"the backup job {Current?.Name} is running; try again when it has ended");
        var job = Begin(name);
        running = Task.Run(() => RunAsync(job, work, stop.Token));
        return job;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stop.CancelAsync();
        if (running is { } task)
            await task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        stop.Dispose();
        jobGate.Dispose();
    }

    private async Task RunAsync(string name, Func<CancellationToken, Task<IReadOnlyList<BackupResult>>> work, CancellationToken cancel)
    {
        await jobGate.WaitAsync(cancel);
        await RunAsync(Begin(name), work, cancel);
    }

    private BackupJob Begin(string name) => Current = new BackupJob(name, clock.GetUtcNow(), null, []);

    private async Task RunAsync(BackupJob job, Func<CancellationToken, Task<IReadOnlyList<BackupResult>>> work, CancellationToken cancel)
    {
        IReadOnlyList<BackupResult> results = [];
        try
        {
            results = await work(cancel);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            LogFailed(failure, job.Name);
            results = [new BackupResult(job.Name, null, 0, 0, BackupService.Reason(failure))];
        }
        finally
        {
            (Last, Current) = (job with { EndedUtc = clock.GetUtcNow(), Results = results }, null);
            jobGate.Release();
        }

        // Adds a success of the job as a whole: it ends the alert about an earlier job of this name that failed as a whole.
        if (results.All(result => result.Name != job.Name))
            results = [.. results, new BackupResult(job.Name, null, 0, 0, null)];
        await AlertAsync(results);
    }

    private async Task<IReadOnlyList<BackupResult>> MakeAllAndCopyAsync(CancellationToken cancel)
    {
        var made = await backups.MakeAllAsync(cancel);
        return [.. made, await bucket.TryCopyAsync(cancel)];
    }

    private async Task<IReadOnlyList<BackupResult>> CleanUpAsJobAsync(CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        await backups.CleanUpAsync(settings.BackupRetentionDays, cancel);
        return [new BackupResult(Cleanup, null, 0, clock.GetElapsedTime(started).TotalSeconds, null)];
    }

    private async Task AlertAsync(IEnumerable<BackupResult> results)
    {
        var tried = results.Where(result => result.SkipReason is null).ToList();
        try
        {
            await alerts.RaiseAsync(
                [
                    .. tried.Select(
                        Alert (result) =>
                            result.Error is null
                                ? new Alert.Recovery($"backup:{result.Name}", BackupAlerts.CreateMessage(result, clock.GetUtcNow()))
                                : new Alert.Problem($"backup:{result.Name}", BackupAlerts.CreateMessage(result, clock.GetUtcNow()))
                    ),
                ],
                [.. channels.Select(channel => channel.Name)]
            );
        }
        catch (Exception failure) when (failure.IsDatabaseDown())
        {
            // Without the database the alerts cannot be stored, so the messages about failures are sent directly.
            foreach (var result in tried.Where(result => result.Error is not null))
                await ChannelResult.SendAsync(channels, BackupAlerts.CreateMessage(result, clock.GetUtcNow()), CancellationToken.None);
        }
    }

    [LoggerMessage(LogLevel.Error, "the backup job {Name} failed")]
    private partial void LogFailed(Exception failure, string name);
}
