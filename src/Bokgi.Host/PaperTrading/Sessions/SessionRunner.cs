using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Leases;

namespace Bokgi.Host.PaperTrading.Sessions;

/// <summary>
/// Runs one session that this process owns. It processes bars after they close, fetches those that were missed, and executes users' commands
/// between the bars.
/// Each bar and command is stored with all its results before the next is processed, so the process may be killed at any time.
/// Writes throw a <see cref="LeaseLostException"/> once another process owns the session. No decision depends on this machine's clock.
/// </summary>
internal sealed class SessionRunner(
    SessionLease lease,
    PaperSessionRow row,
    PaperSession session,
    PaperStore store,
    SessionCommands commands,
    BarFetcher fetcher,
    TimeProvider clock,
    CancellationToken stop
)
{
    private readonly PendingBars pendingBars = new(session.Plan.Timeframe, session.Plan.Symbols);
    private readonly Dictionary<Symbol, long> lateTradesBySymbol = [];
    private long logLength = row.LogLength;
    private long closedUntilUtc = long.MinValue;

    public SessionPlan Plan => session.Plan;
    public SessionState State { get; private set; } = row.State;

    /// <summary>All bars up to this time have been processed, microseconds UTC; null until the exchange's time is known.</summary>
    public long? SteppedUntilUtc { get; private set; } = row.SteppedUntilUtc ?? row.BeginsUtc; // at first, the open time of the first bar

    private Timeframe Timeframe => Plan.Timeframe;

    /// <summary>
    /// Processes a message. If interrupted, the remaining bars are processed with the next message, or by <see cref="AdvanceAsync"/>.
    /// </summary>
    /// <exception cref="ExchangeException">
    /// Bars have to be fetched, and the exchange is unavailable. The remaining bars are processed later.
    /// </exception>
    public async Task ProcessAsync(FeedUpdate update, CancellationToken interrupt)
    {
        switch (update)
        {
            case FeedUpdate.ConnectionChanged { IsConnected: var isConnected, AtUtc: var atUtc, Reason: var reason }:
                await RetryWriteAsync(() => store.SetConnectionAsync(lease, isConnected, UnixTime.FromDateTime(atUtc.UtcDateTime), reason));
                break;
            case FeedUpdate.SymbolsWentLive { Symbols: var symbols, FromUtc: var fromUtc }:
                await MarkLiveAsync(symbols, fromUtc);
                break;
            case FeedUpdate.BarsClosed { UntilUtc: var untilUtc, Bars: var bars }:
                foreach (var bar in bars)
                    Add(bar);
                closedUntilUtc = untilUtc;
                await AdvanceAsync(interrupt);
                break;
        }
    }

    /// <summary>Processes the bars that have closed, in order, after fetching those that were missed.</summary>
    public async Task AdvanceAsync(CancellationToken interrupt)
    {
        if (SteppedUntilUtc is not { } fromUtc || closedUntilUtc < fromUtc || State == SessionState.Stopped)
            return;
        if (!session.IsWarm)
            await WarmUpAsync(fromUtc, interrupt);
        while (pendingBars.NextOpenUtc(SteppedUntilUtc.Value, closedUntilUtc) is { } openUtc)
        {
            if (await FetchMissingAsync(openUtc, interrupt))
                continue; // look again: the exchange may have no bar at this time
            var startedAt = clock.GetTimestamp();
            var endUtc = Timeframe.EndOf(openUtc);
            SteppedUntilUtc = endUtc;
            if (pendingBars.TakeCandles(openUtc, fetchedAreLate: endUtc < closedUntilUtc) is { Count: > 0 } candles)
                await StepAsync(openUtc, candles);
            PaperMeter.StepDuration.Record(clock.GetElapsedTime(startedAt).TotalSeconds);
        }

        SteppedUntilUtc = closedUntilUtc;
    }

    public Task SetErrorAsync(string? error) => RetryWriteAsync(() => store.SetErrorAsync(lease, error));

    public async Task ExecuteCommandsAsync()
    {
        foreach (var command in await commands.ListPendingAsync(lease.Number))
        {
            if (State == SessionState.Stopped)
                await commands.RefuseAsync(command.Number, "the session has ended");
            else
                await ExecuteAsync(command);
        }
    }

    private async Task MarkLiveAsync(IReadOnlyList<Symbol> symbols, long fromUtc)
    {
        foreach (var symbol in symbols)
            pendingBars.MarkLiveFrom(symbol, fromUtc);
        if (SteppedUntilUtc is not null)
            return;
        var beginUtc = Timeframe.EndOf(Timeframe.OpenOf(fromUtc));
        await RetryWriteAsync(() => store.SetBeginAsync(lease, beginUtc));
        SteppedUntilUtc = beginUtc;
    }

    private void Add(ClosedBar bar)
    {
        var alreadyCounted = lateTradesBySymbol.GetValueOrDefault(bar.Symbol);
        session.LateTrades += Math.Max(0, bar.LateTrades - alreadyCounted);
        lateTradesBySymbol[bar.Symbol] = bar.LateTrades;
        pendingBars.Add(bar);
    }

    private async Task WarmUpAsync(long beginUtc, CancellationToken interrupt)
    {
        var warmUps = new List<(Symbol Symbol, IReadOnlyList<Candle> Candles)>();
        foreach (var symbol in Plan.Symbols)
            warmUps.Add((symbol, await fetcher.FetchWarmUpAsync(symbol, Plan.WarmUpBars(symbol), beginUtc, interrupt)));
        foreach (var (symbol, candles) in warmUps)
            session.WarmUp(symbol, candles);
        var eventData = new { bars = warmUps.Sum(warmUp => warmUp.Candles.Count), begins_at = UnixTime.Format(beginUtc) };
        await CommitAsync(
            [],
            [
                .. warmUps.Select(
                    (warmUp, i) =>
                        NewEntry(LogEntryKind.Warmup, beginUtc, warmUp.Symbol.Code, data: LogEntryCandles.Encode(warmUp.Candles), index: i)
                ),
            ],
            [(SessionMessages.WarmedUp, eventData)]
        );
    }

    // Fetches the candles of an open time that were missed; returns whether there were any to fetch.
    private async Task<bool> FetchMissingAsync(long openUtc, CancellationToken interrupt)
    {
        var anyFetched = false;
        foreach (var symbol in Plan.Symbols)
        {
            if (pendingBars.MissingRange(symbol, openUtc, closedUntilUtc) is not { } range)
                continue;
            pendingBars.AddFetched(symbol, range, await fetcher.FetchBarsAsync(symbol, range, interrupt));
            anyFetched = true;
        }

        return anyFetched;
    }

    private Task StepAsync(long openUtc, IReadOnlyList<SessionCandle> candles)
    {
        var results = session.Step(candles);
        return CommitAsync(
            results,
            [NewEntry(LogEntryKind.Bars, openUtc, data: LogEntryCandles.Encode(candles, Plan.Symbols))],
            [.. SessionMessages.FromCandles(Timeframe.Name, openUtc, candles), .. results.SelectMany(SessionMessages.FromSessionEvent)]
        );
    }

    private async Task ExecuteAsync(SessionCommandRow command)
    {
        var symbol = command.Symbol is null ? (Symbol?)null : Symbol.Parse(command.Symbol);
        var holder = session.FindHolder(command.PositionId); // before the command closes the position
        if (session.Intervene(command.Kind, symbol, command.PositionId) is not { } results)
        {
            var reason = $"there is no open position '{command.PositionId}'; it may have been closed meanwhile";
            await commands.RefuseAsync(command.Number, reason);
            return;
        }

        State =
            command.Kind is LogEntryKind.Stop or LogEntryKind.StopClosing ? SessionState.Stopped
            : session.Controls.IsPaused ? SessionState.Paused
            : SessionState.Running;
        await CommitAsync(
            results,
            [NewEntry(command.Kind, SteppedUntilUtc ?? 0, command.Symbol ?? holder?.Plan.Symbol.Code, command.PositionId)],
            [.. results.SelectMany(SessionMessages.FromSessionEvent), .. MessagesFor(command)],
            command.Number
        );
    }

    private IEnumerable<(string Kind, object Data)> MessagesFor(SessionCommandRow command) =>
        command.Kind switch
        {
            LogEntryKind.Pause => [(SessionMessages.Paused, new { session_id = lease.SessionId })],
            LogEntryKind.Resume => [(SessionMessages.Resumed, new { session_id = lease.SessionId })],
            LogEntryKind.SwitchOff or LogEntryKind.SwitchOn =>
            [
                (SessionMessages.SymbolSwitched, new { symbol = command.Symbol, is_enabled = command.Kind == LogEntryKind.SwitchOn }),
            ],
            LogEntryKind.Stop or LogEntryKind.StopClosing =>
            [
                (
                    SessionMessages.Stopped,
                    new
                    {
                        session_id = lease.SessionId,
                        equity = session.Equity,
                        realized_pnl = session.Figures.RealizedPnl,
                        trades = session.Figures.Trades,
                    }
                ),
            ],
            _ => [],
        };

    private async Task CommitAsync(
        IReadOnlyList<SessionEvent> results,
        IReadOnlyList<PaperEntryRow> entries,
        IReadOnlyList<(string Kind, object Data)> events,
        long? commandNumber = null
    )
    {
        var change = new SessionChange
        {
            LogLength = logLength,
            Entries = entries,
            Results = results,
            SteppedUntilUtc = SteppedUntilUtc,
            State = State,
            SavedState = session.Save(),
            Events = events,
            CommandNumber = commandNumber,
        };
        await RetryWriteAsync(() => store.CommitAsync(lease, change));
        logLength += entries.Count;
    }

    private Task RetryWriteAsync(Func<Task> action) => DatabaseRetry.RetryUntilAvailableAsync(action, stop);

    // The index is the position of the entry among those of one change.
    private PaperEntryRow NewEntry(
        LogEntryKind kind,
        long timeUtc,
        string? symbol = null,
        string? positionId = null,
        byte[]? data = null,
        int index = 0
    ) =>
        new()
        {
            SessionNumber = lease.Number,
            Sequence = logLength + index,
            Kind = kind,
            TimeUtc = timeUtc,
            Symbol = symbol,
            PositionId = positionId,
            Data = data,
            Equity = session.Equity,
            CreatedUtc = clock.NowUtc(),
        };
}
