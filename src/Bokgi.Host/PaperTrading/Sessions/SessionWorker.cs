using System.Collections.Concurrent;
using System.Threading.Channels;
using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.PaperTrading.Verification;
using Bokgi.Host.Platform.Exchanges;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Platform.Leases;
using Bokgi.Host.Platform.Logging;
using Bokgi.MarketData.Locking;

namespace Bokgi.Host.PaperTrading.Sessions;

/// <summary>
/// Runs the sessions that this process owns, and claims those whose owner is missing or dead. An owner counts as dead when its heartbeat
/// has not changed over several polls of this process. A failed poll restarts the count, because the owners probably could not reach the
/// database either.
/// </summary>
internal sealed partial class SessionWorker(
    PaperStore store,
    PaperQueries queries,
    SessionCommands commands,
    LiveFeeds feeds,
    ExchangeConnections exchanges,
    SessionVerifier verifier,
    CandleLake lake,
    HostSettings settings,
    TimeProvider clock,
    ILogger<SessionWorker> log
) : BackgroundService
{
    // Once in this many polls, old commands are deleted, and ended sessions that are not verified yet are looked for.
    private const int PollsPerTidying = 30;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private readonly string owner = WorkerName.CreateForThisProcess().Text;
    private readonly LivenessMonitor liveness = new();
    private readonly ConcurrentDictionary<long, RunningSession> running = new();
    private readonly ConcurrentDictionary<long, long> failedAt = new(); // timestamps of failures, by session number
    private readonly Channel<long> toVerify = Channel.CreateUnbounded<long>();
    private long polledAt;
    private int pollCount;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the code below may wait for the database, and the host must start without waiting
        FileLock? processLock = null;
        var verifying = VerifyAsync(stoppingToken);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                processLock = await TryPollAsync(processLock);
                await store.Wake.WaitAsync(Interval, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
        finally
        {
            await StopSessionsAsync();
            await verifying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the next start verifies the rest
            processLock?.Dispose();
        }
    }

    private async Task<FileLock?> TryPollAsync(FileLock? processLock)
    {
        try
        {
            processLock ??= await AcquireProcessLockAsync();
            await PollAsync();
        }
        catch (Exception failure) when (failure.IsDatabaseDown())
        {
            liveness.Reset();
            LogUnavailable(failure.GetBaseException().Message);
        }
        catch (Exception failure)
        {
            LogFailed(failure);
        }

        return processLock;
    }

    // With SQLite (an empty URL), only one server is expected to run. Before its first poll it acquires this lock, and then releases the
    // sessions that a killed server still owns.
    private async Task<FileLock?> AcquireProcessLockAsync()
    {
        if (settings.DatabaseUrl.Length > 0 || polledAt > 0)
            return null;
        var processLock = FileLock.TryAcquire(Path.Combine(settings.StateRoot, ".paper.lock"), TimeSpan.Zero);
        try
        {
            if (processLock is not null)
                await store.ReleaseAllAsync();
            return processLock;
        }
        catch
        {
            processLock?.Dispose(); // the next poll tries again
            throw;
        }
    }

    // Wake signals may arrive often, so heartbeats are sent and checked only once per interval. The factor 0.9 allows for a wait that ends
    // slightly early.
    private async Task PollAsync()
    {
        var isIntervalOver = polledAt == 0 || clock.GetElapsedTime(polledAt) >= Interval * 0.9;
        if (isIntervalOver)
        {
            polledAt = clock.GetTimestamp();
            var ownedNumbers = await store.RecordHeartbeatsAsync(owner);
            foreach (var (_, lostSession) in running.Where(entry => !ownedNumbers.Contains(entry.Key)))
                lostSession.Stop.Cancel();
        }

        // The sessions that do not run here, by whether this process may claim them at once. It may even own one of them: if the database
        // became unavailable just after an earlier claim, the session was claimed but not started.
        var leasesByClaimability = (await store.ActiveLeasesAsync())
            .Where(lease => !running.ContainsKey(lease.Number))
            .ToLookup(lease => lease.Owner is null || lease.Owner == owner);
        foreach (var lease in isIntervalOver ? liveness.FindExpired(leasesByClaimability[false]) : [])
        {
            LogOwnerDead(lease.Owner!, lease.SessionId);
            await TryClaimAsync(lease);
        }

        foreach (var lease in leasesByClaimability[true])
            await TryClaimAsync(lease);
        foreach (var number in await commands.ListSessionsWithPendingAsync())
        {
            if (running.TryGetValue(number, out var session))
                session.Loop.SignalCommands();
        }

        if (!isIntervalOver)
            return;
        var isTidyingDue = pollCount % PollsPerTidying == 0;
        pollCount++;
        if (!isTidyingDue)
            return;
        await commands.TidyAsync();
        foreach (var number in await queries.ListUnverifiedAsync())
            toVerify.Writer.TryWrite(number);
    }

    private async Task TryClaimAsync(SessionLease lastReadLease)
    {
        if (failedAt.TryGetValue(lastReadLease.Number, out var failureTimestamp) && clock.GetElapsedTime(failureTimestamp) < RestartDelay)
            return; // if it were restarted at once, it would probably fail again
        if (await store.ClaimAsync(lastReadLease, owner) is not { } lease)
            return;
        try
        {
            await StartSessionAsync(lease);
        }
        catch (Exception failure) when (!failure.IsDatabaseDown())
        {
            await ReleaseFailedAsync(lease, failure); // the other sessions keep running
        }
    }

    private async Task ReleaseFailedAsync(SessionLease lease, Exception failure)
    {
        LogSessionFailed(failure, lease.SessionId);
        failedAt[lease.Number] = clock.GetTimestamp();
        await TryReleaseAsync(lease, $"it failed and is restarted in half a minute: {Outage.Describe(failure) ?? Problems.ServerFailed}");
    }

    private async Task StartSessionAsync(SessionLease lease)
    {
        var (row, session) = (await queries.LoadAsync(lease.SessionId))!.Value;
        var stop = new CancellationTokenSource();
        var plan = session.Plan;
        var fetcher = new BarFetcher(exchanges.GetOrOpen(plan.Exchange), lake, plan.Timeframe);
        var runner = new SessionRunner(lease, row, session, store, commands, fetcher, clock, stop.Token);
        var loop = new SessionLoop(lease, runner, feeds.GetFeed(plan.Exchange), number => toVerify.Writer.TryWrite(number), clock, log);
        var started = new RunningSession(lease, loop, stop);
        running[lease.Number] = started;
        started.Task = Task.Run(() => RunAsync(lease, loop, stop.Token), CancellationToken.None);
        LogStarted(lease.SessionId);
    }

    private async Task RunAsync(SessionLease lease, SessionLoop loop, CancellationToken stop)
    {
        using var scope = log.BeginScope(LogFields.Scope((LogFields.SessionId, lease.SessionId)));
        try
        {
            await loop.RunAsync(stop);
        }
        catch (Exception failure)
        {
            await ReleaseFailedAsync(lease, failure); // restarted later from its stored state
        }
        finally
        {
            running.TryRemove(lease.Number, out _);
            loop.Dispose();
        }
    }

    private async Task StopSessionsAsync()
    {
        var stopping = running.Values.ToList();
        foreach (var session in stopping)
            await session.Stop.CancelAsync();
        await Task.WhenAny(Task.WhenAll(stopping.Select(session => session.Task)), Task.Delay(StopTimeout, clock));
        foreach (var session in stopping.Where(session => session.Task.IsCompleted))
            await TryReleaseAsync(session.Lease);
    }

    private async Task TryReleaseAsync(SessionLease lease, string? error = null)
    {
        try
        {
            await store.ReleaseAsync(lease, error);
        }
        catch (Exception failure) when (failure.IsDatabaseDown())
        {
            LogUnavailable(failure.GetBaseException().Message); // other processes will notice the missing heartbeat
        }
    }

    private async Task VerifyAsync(CancellationToken stop)
    {
        await foreach (var number in toVerify.Reader.ReadAllAsync(stop))
        {
            try
            {
                await verifier.VerifyAsync(number, stop);
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                LogUnverified(failure); // if the session has ended, a later poll requests it again
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "the paper session {SessionId} runs in this process")]
    private partial void LogStarted(string sessionId);

    [LoggerMessage(LogLevel.Warning, "{Owner} is dead; its paper session {SessionId} continues in this process")]
    private partial void LogOwnerDead(string owner, string sessionId);

    [LoggerMessage(LogLevel.Warning, "paper sessions cannot be checked at the moment: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(LogLevel.Error, "checking the paper sessions failed and is retried")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Error, "the paper session {SessionId} failed and will be restarted")]
    private partial void LogSessionFailed(Exception failure, string sessionId);

    [LoggerMessage(LogLevel.Error, "a paper session could not be verified")]
    private partial void LogUnverified(Exception failure);

    private sealed record RunningSession(SessionLease Lease, SessionLoop Loop, CancellationTokenSource Stop)
    {
        public Task Task { get; set; } = Task.CompletedTask;
    }
}
