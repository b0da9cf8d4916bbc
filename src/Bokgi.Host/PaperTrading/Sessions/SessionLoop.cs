using System.Threading.Channels;
using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Leases;

namespace Bokgi.Host.PaperTrading.Sessions;

/// <summary>Processes the messages and commands of one session, one at a time, until the session ends or another process owns it.</summary>
internal sealed partial class SessionLoop(
    SessionLease claim,
    SessionRunner runner,
    LiveFeed feed,
    Action<long> verify,
    TimeProvider clock,
    ILogger log
) : IDisposable
{
    private static readonly TimeSpan BeforeAnotherTry = TimeSpan.FromSeconds(1);

    private readonly Channel<FeedUpdate> news = Channel.CreateUnbounded<FeedUpdate>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock turn = new();
    private CancellationTokenSource interrupt = new();
    private bool isRung = true; // commands may have arrived before the start
    private bool isBehind;
    private bool isEnded;
    private string? error;
    private long? day;

    public void Ring()
    {
        lock (turn)
        {
            isRung = true;
            if (!isEnded)
                interrupt.Cancel();
        }
    }

    public void Dispose()
    {
        lock (turn)
        {
            isEnded = true;
            interrupt.Dispose();
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await using var following = await feed.FollowAsync(runner.Plan.Symbols, runner.Plan.Timeframe, news.Writer);
            while (!stop.IsCancellationRequested && runner.State != SessionState.Stopped)
                await TurnAsync(stop);
            if (runner.State == SessionState.Stopped)
                verify(claim.Number);
        }
        catch (LeaseLostException)
        {
            LogLost(claim.SessionId);
        }
        catch (Exception failure) when (stop.IsCancellationRequested && (failure is OperationCanceledException || failure.IsDatabaseDown()))
        {
            // The next owner repeats what was not stored.
        }
    }

    private async Task TurnAsync(CancellationToken stop)
    {
        var isAsked = Begin(stop, out var token);
        try
        {
            if (isAsked)
                await runner.ExecuteCommandsAsync();
            if (runner.State == SessionState.Stopped)
                return;
            if (isBehind)
                await runner.AdvanceAsync(token);
            isBehind = false;
            await TellAsync(null);
            await runner.ProcessAsync(await news.Reader.ReadAsync(token), token);
            VerifyDaily();
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            isBehind = true; // interrupted by a signal
        }
        catch (ExchangeException away)
        {
            isBehind = true;
            await TellAsync(away.Message);
            await PauseAsync(token);
        }
        catch (Exception failure) when (failure.IsDatabaseDown() && !stop.IsCancellationRequested)
        {
            (isBehind, isRung) = (true, true);
            await PauseAsync(token);
        }
    }

    private bool Begin(CancellationToken stop, out CancellationToken token)
    {
        lock (turn)
        {
            interrupt.Dispose();
            interrupt = CancellationTokenSource.CreateLinkedTokenSource(stop);
            token = interrupt.Token;
            var isAsked = isRung;
            isRung = false;
            return isAsked;
        }
    }

    private async Task TellAsync(string? text)
    {
        if (text == error)
            return;
        await runner.SetErrorAsync(text);
        error = text;
    }

    private void VerifyDaily()
    {
        if (runner.SteppedUntilUtc is not { } utc)
            return;
        var today = (utc + KoreanTime.OffsetMicroseconds) / UnixTime.MicrosecondsPerDay;
        if (day is { } before && today > before)
            verify(claim.Number);
        day = today;
    }

    private async Task PauseAsync(CancellationToken token) =>
        await Task.Delay(BeforeAnotherTry, clock, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [LoggerMessage(LogLevel.Warning, "the paper session {SessionId} now belongs to another process")]
    private partial void LogLost(string sessionId);
}
