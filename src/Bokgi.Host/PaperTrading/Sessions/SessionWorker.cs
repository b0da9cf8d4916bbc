using System.Collections.Concurrent;
using System.Threading.Channels;
using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.PaperTrading.Verification;
using Bokgi.Host.Platform.Exchanges;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Platform.Leases;
using Bokgi.MarketData.Locking;

namespace Bokgi.Host.PaperTrading.Sessions;

/// <summary>
/// Runs the sessions that this process owns and claims those without an owner. An owner counts as dead when its heartbeat has not changed
/// over several polls on this process's own clock; a failed poll restarts the count, because no owner could send heartbeats then.
/// </summary>
internal sealed partial class SessionWorker(
    PaperStore store,
    PaperPages pages,
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
    private const int LooksOfTidying = 30;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(2);

    private readonly string owner = WorkerName.OfThisProcess().Text;
    private readonly LivenessMonitor liveness = new();
    private readonly ConcurrentDictionary<long, Running> running = new();
    private readonly ConcurrentDictionary<long, long> brokenAt = new();
    private readonly Channel<long> toVerify = Channel.CreateUnbounded<long>();
    private long looked;
    private int looks;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the code below may wait for the database, and the host must start without waiting
        FileLock? alone = null;
        var verifying = VerifyAsync(stoppingToken);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                alone = await TryLookAsync(alone);
                await store.Wake.WaitAsync(Interval, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
        finally
        {
            await EndAsync();
            await verifying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the next start verifies the rest
            alone?.Dispose();
        }
    }

    private async Task<FileLock?> TryLookAsync(FileLock? alone)
    {
        try
        {
            alone ??= await TakeOverAsync();
            await LookAsync();
        }
        catch (Exception failure) when (failure.IsDatabaseDown())
        {
            liveness.Forget();
            LogAway(failure.GetBaseException().Message);
        }
        catch (Exception failure)
        {
            LogFailed(failure);
        }

        return alone;
    }

    // With SQLite, only one process at a time holds this lock, so other processes' sessions have no living owner.
    private async Task<FileLock?> TakeOverAsync()
    {
        if (settings.DatabaseUrl.Length > 0 || looked > 0)
            return null;
        var alone = FileLock.TryAcquire(Path.Combine(settings.StateRoot, ".paper.lock"), TimeSpan.Zero);
        try
        {
            if (alone is not null)
                await store.ReleaseAllAsync();
            return alone;
        }
        catch
        {
            alone?.Dispose(); // the next poll tries again
            throw;
        }
    }

    // Wake signals may arrive often; heartbeats are sent and checked at fixed intervals.
    private async Task LookAsync()
    {
        var isTime = looked == 0 || clock.GetElapsedTime(looked) >= Interval * 0.9;
        if (isTime)
        {
            looked = clock.GetTimestamp();
            var mine = await store.BeatAsync(owner);
            foreach (var (_, lost) in running.Where(each => !mine.Contains(each.Key)))
                lost.Stop.Cancel();
        }

        // A session that this process owns but does not run was claimed just as the database became unavailable.
        var idle = (await store.LookAsync())
            .Where(view => !running.ContainsKey(view.Number))
            .ToLookup(view => view.Owner is null || view.Owner == owner);
        foreach (var view in isTime ? liveness.Expired(idle[false]) : [])
        {
            LogGone(view.Owner!, view.SessionId);
            await TryTakeAsync(view);
        }

        foreach (var view in idle[true])
            await TryTakeAsync(view);
        foreach (var number in await commands.SessionsAsync())
        {
            if (running.TryGetValue(number, out var asked))
                asked.Loop.Ring();
        }

        if (!isTime || looks++ % LooksOfTidying != 0)
            return;
        await commands.TidyAsync();
        foreach (var number in await pages.UnverifiedAsync())
            toVerify.Writer.TryWrite(number);
    }

    private async Task TryTakeAsync(SessionLease view)
    {
        if (brokenAt.TryGetValue(view.Number, out var at) && clock.GetElapsedTime(at) < Rest)
            return; // restarted at once, it would probably fail again
        if (await store.ClaimAsync(view, owner) is not { } claim)
            return;
        try
        {
            await BeginAsync(claim);
        }
        catch (Exception failure) when (!failure.IsDatabaseDown())
        {
            await GiveUpAsync(claim, failure); // the other sessions keep running
        }
    }

    private async Task GiveUpAsync(SessionLease claim, Exception failure)
    {
        LogBroken(failure, claim.SessionId);
        brokenAt[claim.Number] = clock.GetTimestamp();
        await TryReleaseAsync(claim, $"it failed and is restarted in half a minute: {Outage.Of(failure) ?? Problems.ServerFailed}");
    }

    private async Task BeginAsync(SessionLease claim)
    {
        var (row, session) = (await pages.OpenAsync(claim.SessionId))!.Value;
        var stop = new CancellationTokenSource();
        var plan = session.Plan;
        var fetching = new BarFetcher(exchanges.For(plan.Exchange), lake, plan.Timeframe);
        var runner = new SessionRunner(claim, row, session, store, commands, fetching, clock, stop.Token);
        var loop = new SessionLoop(claim, runner, feeds.Of(plan.Exchange), number => toVerify.Writer.TryWrite(number), clock, log);
        var begun = new Running(claim, loop, stop);
        running[claim.Number] = begun;
        begun.Task = Task.Run(() => RunAsync(claim, loop, stop.Token), CancellationToken.None);
        LogBegun(claim.SessionId);
    }

    private async Task RunAsync(SessionLease claim, SessionLoop loop, CancellationToken stop)
    {
        try
        {
            await loop.RunAsync(stop);
        }
        catch (Exception failure)
        {
            await GiveUpAsync(claim, failure); // restarted later from its stored state
        }
        finally
        {
            running.TryRemove(claim.Number, out _);
            loop.Dispose();
        }
    }

    private async Task EndAsync()
    {
        var ending = running.Values.ToList();
        foreach (var each in ending)
            await each.Stop.CancelAsync();
        await Task.WhenAny(Task.WhenAll(ending.Select(each => each.Task)), Task.Delay(TimeToEnd, clock));
        foreach (var each in ending.Where(each => each.Task.IsCompleted))
            await TryReleaseAsync(each.Claim);
    }

    private async Task TryReleaseAsync(SessionLease claim, string? error = null)
    {
        try
        {
            await store.ReleaseAsync(claim, error);
        }
        catch (Exception failure) when (failure.IsDatabaseDown())
        {
            LogAway(failure.GetBaseException().Message); // other processes will notice the missing heartbeat
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
                LogUnverified(failure); // retried at the next tidying
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "the paper session {SessionId} runs in this process")]
    private partial void LogBegun(string sessionId);

    [LoggerMessage(LogLevel.Warning, "{Owner} is dead; its paper session {SessionId} continues in this process")]
    private partial void LogGone(string owner, string sessionId);

    [LoggerMessage(LogLevel.Warning, "paper sessions cannot be checked at the moment: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Error, "checking the paper sessions failed and is retried")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Error, "the paper session {SessionId} failed and will be restarted")]
    private partial void LogBroken(Exception failure, string sessionId);

    [LoggerMessage(LogLevel.Error, "a paper session could not be verified")]
    private partial void LogUnverified(Exception failure);

    private sealed record Running(SessionLease Claim, SessionLoop Loop, CancellationTokenSource Stop)
    {
        public Task Task { get; set; } = Task.CompletedTask;
    }
}
