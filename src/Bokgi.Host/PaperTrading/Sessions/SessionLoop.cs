using System.Threading.Channels;
using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Leases;

namespace Bokgi.Host.PaperTrading.Sessions;

/// <summary>Processes the messages and commands of one session, one at a time, until the session ends or another process owns it.</summary>
internal sealed partial class SessionLoop(
    SessionLease lease,
    SessionRunner runner,
    LiveFeed feed,
    Action<long> requestVerification,
    TimeProvider clock,
    ILogger log
) : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Channel<FeedUpdate> updates = Channel.CreateUnbounded<FeedUpdate>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock stateLock = new();
    private CancellationTokenSource interrupt = new();
    private bool areCommandsPending = true; // commands may have arrived before the start
    private bool isBehind; // closed bars may still have to be processed
    private bool isEnded;
    private string? reportedError;
    private long? previousDay; // days since the Unix epoch, by Korean time

    /// <summary>Tells the loop that commands have arrived. It stops processing bars, and executes the commands first.</summary>
    public void SignalCommands()
    {
        lock (stateLock)
        {
            areCommandsPending = true;
            if (!isEnded)
                interrupt.Cancel();
        }
    }

    public void Dispose()
    {
        lock (stateLock)
        {
            isEnded = true;
            interrupt.Dispose();
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await using var subscription = await feed.SubscribeAsync(runner.Plan.Symbols, runner.Plan.Timeframe, updates.Writer);
            while (!stop.IsCancellationRequested && runner.State != SessionState.Stopped)
                await ProcessNextAsync(stop);
            if (runner.State == SessionState.Stopped)
                requestVerification(lease.Number);
        }
        catch (LeaseLostException)
        {
            LogLost(lease.SessionId);
        }
        catch (Exception failure) when (stop.IsCancellationRequested && (failure is OperationCanceledException || failure.IsDatabaseDown()))
        {
            // The process is stopping. The session's next owner processes everything that was not stored.
        }
    }

    private async Task ProcessNextAsync(CancellationToken stop)
    {
        var hasCommands = ResetInterrupt(stop, out var token);
        try
        {
            if (hasCommands)
                await runner.ExecuteCommandsAsync();
            if (runner.State == SessionState.Stopped)
                return;
            if (isBehind)
                await runner.AdvanceAsync(token);
            isBehind = false;
            await ReportErrorAsync(message: null);
            await runner.ProcessAsync(await updates.Reader.ReadAsync(token), token);
            RequestDailyVerification();
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            isBehind = true; // interrupted by a command
        }
        catch (ExchangeException unavailable)
        {
            isBehind = true;
            await ReportErrorAsync(unavailable.Message);
            await DelayRetryAsync(token);
        }
        catch (Exception failure) when (failure.IsDatabaseDown() && !stop.IsCancellationRequested)
        {
            (isBehind, areCommandsPending) = (true, true);
            await DelayRetryAsync(token);
        }
    }

    // Creates a new interrupt token for the next message, and returns whether commands have arrived meanwhile.
    private bool ResetInterrupt(CancellationToken stop, out CancellationToken token)
    {
        lock (stateLock)
        {
            interrupt.Dispose();
            interrupt = CancellationTokenSource.CreateLinkedTokenSource(stop);
            token = interrupt.Token;
            var hasCommands = areCommandsPending;
            areCommandsPending = false;
            return hasCommands;
        }
    }

    private async Task ReportErrorAsync(string? message)
    {
        if (message == reportedError)
            return;
        await runner.SetErrorAsync(message);
        reportedError = message;
    }

    // Requests a verification as soon as a bar of a new day in Korea has been processed.
    private void RequestDailyVerification()
    {
        if (runner.SteppedUntilUtc is not { } utc)
            return;
        var day = (utc + KoreanTime.OffsetMicroseconds) / UnixTime.MicrosecondsPerDay;
        if (previousDay is { } previous && day > previous)
            requestVerification(lease.Number);
        previousDay = day;
    }

    private async Task DelayRetryAsync(CancellationToken token) =>
        await Task.Delay(RetryDelay, clock, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [LoggerMessage(LogLevel.Warning, "the paper session {SessionId} now belongs to another process")]
    private partial void LogLost(string sessionId);
}
