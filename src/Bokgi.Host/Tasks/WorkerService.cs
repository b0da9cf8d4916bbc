using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Tasks.Store;
using Bokgi.MarketData.Locking;
using Hangfire;
using Hangfire.AspNetCore;

namespace Bokgi.Host.Tasks;

/// <summary>Works on tasks while the process runs: takes steps from the queues, sends heartbeats, and monitors all tasks.</summary>
internal sealed partial class WorkerService(
    WorkerOptions options,
    WorkerName name,
    JobStorage storage,
    IServiceScopeFactory scopes,
    BokgiDatabase database,
    StepLeaseStore steps,
    StepRunner runner,
    WorkerStore workers,
    TaskMonitor monitor,
    HostSettings settings,
    TimeProvider clock,
    ILogger<WorkerService> log
) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    // Both times begin when the process is asked to stop: StopTimeout is when running steps are cancelled, and ShutdownTimeout when the process
    // no longer waits for them. In between, a cancelled step is handed back.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2.5);

    // Hangfire considers a server dead after five minutes without a heartbeat, and the setting may be longer.
    private static readonly TimeSpan MaximumHeartbeatInterval = TimeSpan.FromSeconds(30);

    private readonly long startedUtc = clock.NowUtc();

    /// <summary>Whether the worker failed; the process then exits.</summary>
    public bool HasFailed { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the code below may wait for the database, and the host must start without waiting
        try
        {
            await WorkAsync(stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            HasFailed = true;
            LogFailed(failure);
            throw;
        }
    }

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var workerLock = await PrepareAsync(stoppingToken);
        BackgroundJobServer[] servers = [.. ServerPools().Select(StartPool)];
        try
        {
            await Task.WhenAll(monitor.RunAsync(stoppingToken), SendHeartbeatsAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            foreach (var server in servers)
                server.SendStop();
            await Task.WhenAll(servers.Select(server => server.WaitForShutdownAsync(CancellationToken.None)));
            await LogIfDatabaseIsDownAsync(workers.RemoveAsync(name.Text));
        }
        finally
        {
            foreach (var server in servers)
                server.Dispose();
        }
    }

    // Candle collection (the ingestion queue) mostly waits for rate limits and would not be faster with two threads, so it gets one.
    private IEnumerable<(string Suffix, int Workers, string[] Queues)> ServerPools()
    {
        string[] computingQueues = [.. options.Queues.Where(queue => queue != JobQueues.Collection)];
        if (computingQueues.Length > 0)
            yield return (string.Empty, options.Concurrency, computingQueues);
        if (computingQueues.Length < options.Queues.Count)
            yield return ("-ingestion", 1, [JobQueues.Collection]);
    }

    private BackgroundJobServer StartPool((string Suffix, int Workers, string[] Queues) pool) =>
        new(
            new BackgroundJobServerOptions
            {
                ServerName = name.Text + pool.Suffix,
                WorkerCount = pool.Workers,
                Queues = pool.Queues,
                HeartbeatInterval =
                    options.HeartbeatInterval < MaximumHeartbeatInterval ? options.HeartbeatInterval : MaximumHeartbeatInterval,
                StopTimeout = StopTimeout,
                ShutdownTimeout = ShutdownTimeout,
                Activator = new AspNetCoreJobActivator(scopes),
            },
            storage
        );

    // With SQLite, the process that acquires this lock reclaims the steps of killed workers. A process without the lock works, too, but
    // reclaims nothing.
    private async Task<FileLock?> PrepareAsync(CancellationToken stop)
    {
        FileLock? workerLock = null;
        try
        {
            while (true)
            {
                try
                {
                    database.Migrate();
                    JobStorages.Prepare(settings);
                    if (settings.DatabaseUrl.Length > 0)
                        return null;
                    workerLock ??= FileLock.TryAcquire(Path.Combine(settings.StateRoot, ".worker.lock"), TimeSpan.Zero, stop);
                    if (workerLock is not null)
                        await steps.ReclaimAllAsync();
                    return workerLock;
                }
                catch (Exception failure) when (Outage.Describe(failure) is not null)
                {
                    // The delay begins before the log line, so that a test which has seen the line can advance the clock.
                    var delay = Task.Delay(RetryDelay, clock, stop);
                    LogWaits(failure.GetBaseException().Message);
                    await delay;
                }
            }
        }
        catch
        {
            workerLock?.Dispose();
            throw;
        }
    }

    private async Task SendHeartbeatsAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.HeartbeatInterval, clock);
        do
        {
            await LogIfDatabaseIsDownAsync(workers.RecordHeartbeatAsync(CreateRow()));
        } while (await timer.WaitForNextTickAsync(stop));
    }

    private WorkerRow CreateRow() =>
        new()
        {
            Name = name.Text,
            Host = Environment.MachineName,
            ProcessId = Environment.ProcessId,
            Kind = options.Kind,
            Concurrency = options.Concurrency,
            Queues = string.Join(',', options.Queues),
            Running = runner.RunningCount,
            HeartbeatSeconds = (int)options.HeartbeatInterval.TotalSeconds,
            StartedUtc = startedUtc,
            HeartbeatUtc = clock.NowUtc(),
        };

    private async Task LogIfDatabaseIsDownAsync(Task databaseWrite)
    {
        try
        {
            await databaseWrite;
        }
        catch (Exception failure) when (failure.IsDatabaseDown())
        {
            LogNotReported(failure.GetBaseException().Message);
        }
    }

    [LoggerMessage(LogLevel.Critical, "this process cannot work on tasks and exits")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Warning, "waiting to start work: {Reason}")]
    private partial void LogWaits(string reason);

    [LoggerMessage(LogLevel.Warning, "this worker's heartbeat could not be stored: {Reason}")]
    private partial void LogNotReported(string reason);
}
