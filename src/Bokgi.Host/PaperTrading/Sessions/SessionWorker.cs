using System.Collections.Concurrent;
using System.Threading.Channels;
using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.PaperTrading.Verification;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Exchanges;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Platform.Locking;
using Bokgi.Host.Platform.Settings;
using Bokgi.MarketData.Lake;

namespace Bokgi.Host.PaperTrading.Sessions;

/// <summary>
/// Runs the sessions that this process owns, and takes those that nobody does. An owner is gone when its beats stand still over several looks
/// on this process's own clock; a look that fails begins the count anew, for then nobody could beat.
/// </summary>
internal sealed partial class SessionWorker(
    PaperStore store,
    SessionCommands wishes,
    SessionWakeSignal bell,
    LiveFeeds feeds,
    ExchangeLinks exchanges,
    SessionVerifier verifier,
    CandleLake lake,
    HostSettings settings,
    TimeProvider clock,
    ILogger<SessionWorker> log
) : BackgroundService
{
    /// <summary>From one look to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private const int LooksOfTidying = 30;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(2);

    private readonly string owner = WorkerName.OfThisProcess().Text;
    private readonly LivenessMonitor<SessionLeaseView> pulses = new(sight => (sight.Number, sight.Fence), sight => sight.Beats);
    private readonly ConcurrentDictionary<long, Running> running = new();
    private readonly ConcurrentDictionary<long, long> brokenAt = new();
    private readonly Channel<long> toVerify = Channel.CreateUnbounded<long>();
    private long looked;
    private int looks;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // what follows may wait for a server, and the host's start does not
        FileLock? alone = null;
        var verifying = VerifyAsync(stoppingToken);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                alone = TryLook(alone);
                await bell.WaitAsync(Interval, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
        finally
        {
            await EndAsync();
            await verifying;
            alone?.Dispose();
        }
    }

    private FileLock? TryLook(FileLock? alone)
    {
        try
        {
            alone ??= TakeOver();
            Look();
        }
        catch (Exception failure) when (failure.IsDatabaseDown())
        {
            pulses.Forget();
            LogAway(failure.GetBaseException().Message);
        }
        catch (Exception failure)
        {
            LogFailed(failure);
        }

        return alone;
    }

    // Without a server of the database, whoever holds the lock has it alone: sessions of others are nobody's.
    private FileLock? TakeOver()
    {
        if (settings.DatabaseUrl.Length > 0 || looked > 0)
            return null;
        var alone = FileLock.TryAlone(Path.Combine(settings.StateRoot, ".paper.lock"), TimeSpan.Zero);
        if (alone is not null)
            store.ReleaseAll();
        return alone;
    }

    // Somebody may ring often; beats are counted by time.
    private void Look()
    {
        var isTime = looked == 0 || clock.GetElapsedTime(looked) >= Interval * 0.9;
        if (isTime)
        {
            looked = clock.GetTimestamp();
            DropLost(store.Beat(owner));
        }

        // What is this process's and does not run was claimed when the database went away.
        var idle = store
            .Look()
            .Where(sight => !running.ContainsKey(sight.Number))
            .ToLookup(sight => sight.Owner is null || sight.Owner == owner);
        foreach (var sight in isTime ? pulses.Expired([.. idle[false]]) : [])
        {
            LogGone(sight.Owner!, sight.SessionId);
            TryTake(sight);
        }

        foreach (var sight in idle[true])
            TryTake(sight);
        foreach (var number in wishes.Sessions())
        {
            if (running.TryGetValue(number, out var asked))
                asked.Loop.Ring();
        }

        if (isTime && looks++ % LooksOfTidying == 0)
            Tidy();
    }

    private void DropLost(IReadOnlyList<long> mine)
    {
        foreach (var (number, lost) in running)
        {
            if (!mine.Contains(number))
                lost.Stop.Cancel();
        }
    }

    // One that failed is not begun again at once: what went wrong may go wrong again.
    private bool IsResting(long number) => brokenAt.TryGetValue(number, out var at) && clock.GetElapsedTime(at) < Rest;

    private void TryTake(SessionLeaseView sight)
    {
        if (IsResting(sight.Number) || store.Claim(sight, owner) is not { } claim)
            return;
        try
        {
            Begin(claim);
        }
        catch (Exception failure) when (!failure.IsDatabaseDown())
        {
            GiveUp(claim, failure); // the others go on
        }
    }

    private void GiveUp(SessionClaim claim, Exception failure)
    {
        LogBroken(failure, claim.SessionId);
        brokenAt[claim.Number] = clock.GetTimestamp();
        TryRelease(claim, $"it failed and is begun again in half a minute: {Outage.Of(failure) ?? Problems.ServerFailed}");
    }

    private void Begin(SessionClaim claim)
    {
        var (row, session) = store.Load(claim.Number);
        var stop = new CancellationTokenSource();
        var plan = session.Plan;
        var fetching = new BarFetching(exchanges.For(plan.Exchange), lake, plan.Timeframe);
        var runner = new SessionRunner(claim, row, session, store, wishes, fetching, clock, stop.Token);
        var loop = new SessionLoop(claim, runner, feeds.Of(plan.Exchange), number => toVerify.Writer.TryWrite(number), clock, log);
        var begun = new Running(claim, loop, stop);
        running[claim.Number] = begun;
        begun.Task = Task.Run(() => RunAsync(claim, loop, stop.Token), CancellationToken.None);
        LogBegun(claim.SessionId);
    }

    private async Task RunAsync(SessionClaim claim, SessionLoop loop, CancellationToken stop)
    {
        try
        {
            await loop.RunAsync(stop);
        }
        catch (Exception failure)
        {
            GiveUp(claim, failure); // it is begun anew from what is kept
        }
        finally
        {
            running.TryRemove(claim.Number, out _);
            loop.Dispose();
        }
    }

    private void Tidy()
    {
        wishes.Tidy();
        foreach (var number in verifier.Unverified())
            toVerify.Writer.TryWrite(number);
    }

    private async Task EndAsync()
    {
        var ending = running.Values.ToList();
        foreach (var each in ending)
            await each.Stop.CancelAsync();
        await Task.WhenAny(Task.WhenAll(ending.Select(each => each.Task)), Task.Delay(TimeToEnd, clock));
        foreach (var each in ending.Where(each => each.Task.IsCompleted))
            TryRelease(each.Claim);
    }

    private void TryRelease(SessionClaim claim, string? trouble = null)
    {
        try
        {
            store.Release(claim, trouble);
        }
        catch (Exception failure) when (failure.IsDatabaseDown())
        {
            LogAway(failure.GetBaseException().Message); // others find out by themselves
        }
    }

    private async Task VerifyAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var number in toVerify.Reader.ReadAllAsync(stop))
            {
                try
                {
                    await verifier.VerifyAsync(number, stop);
                }
                catch (Exception failure) when (!stop.IsCancellationRequested)
                {
                    LogUnverified(failure); // it is tried again at the next tidying
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The next start goes on.
        }
    }

    [LoggerMessage(LogLevel.Information, "the paper session {SessionId} runs here")]
    private partial void LogBegun(string sessionId);

    [LoggerMessage(LogLevel.Warning, "{Owner} is gone; its paper session {SessionId} goes on here")]
    private partial void LogGone(string owner, string sessionId);

    [LoggerMessage(LogLevel.Warning, "paper sessions cannot be looked after at the moment: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Error, "looking after paper sessions failed and is done again")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Error, "the paper session {SessionId} failed and is begun again")]
    private partial void LogBroken(Exception failure, string sessionId);

    [LoggerMessage(LogLevel.Error, "a paper session could not be verified")]
    private partial void LogUnverified(Exception failure);

    private sealed record Running(SessionClaim Claim, SessionLoop Loop, CancellationTokenSource Stop)
    {
        public Task Task { get; set; } = Task.CompletedTask;
    }
}
