using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Leases;

namespace Bokgi.Host.PaperTrading.Sessions;

/// <summary>
/// Steps one session that this process owns: bars as they close, missed bars as fetched from the exchange, and users' commands in between.
/// Each is stored with all its results before the next one is processed, so the process may be killed at any time.
/// </summary>
/// <param name="claim">The session.</param>
/// <param name="row">Its row.</param>
/// <param name="session">The session with its state, from the same snapshot as the row.</param>
/// <param name="store">Where the session is stored.</param>
/// <param name="commands">The users' commands.</param>
/// <param name="fetching">Fetches candles that the stream did not build.</param>
/// <param name="clock">This machine's clock, which influences no decision.</param>
/// <param name="stop">Stops waiting for an unavailable database.</param>
internal sealed class SessionRunner(
    SessionLease claim,
    PaperSessionRow row,
    PaperSession session,
    PaperStore store,
    SessionCommands commands,
    BarFetcher fetching,
    TimeProvider clock,
    CancellationToken stop
)
{
    private readonly BarBook book = new(session.Plan.Timeframe, session.Plan.Symbols);
    private readonly Dictionary<Symbol, long> lateTrades = [];
    private long logLength = row.LogLength;
    private long? steppedUntilUtc = row.SteppedUntilUtc ?? row.BeginsUtc; // before the first bar: its open time
    private long closedUntilUtc = long.MinValue;

    public SessionPlan Plan => session.Plan;

    public SessionState State { get; private set; } = row.State;

    /// <summary>All bars up to this time have been stepped, microseconds UTC; null until the exchange's time is known.</summary>
    public long? SteppedUntilUtc => steppedUntilUtc;

    private Timeframe Timeframe => Plan.Timeframe;

    /// <summary>Processes a message of the feed and steps what can now be stepped.</summary>
    /// <param name="news">The message.</param>
    /// <param name="interrupt">Interrupts requests to the exchange; the next message, or <see cref="AdvanceAsync"/>, does the rest.</param>
    /// <exception cref="ExchangeException">The exchange is needed and unavailable; the rest is done later.</exception>
    /// <exception cref="LeaseLostException">This process no longer owns the session.</exception>
    public async Task ProcessAsync(FeedUpdate news, CancellationToken interrupt)
    {
        switch (news)
        {
            case FeedUpdate.Connection { IsConnected: var isConnected, AtUtc: var atUtc, Reason: var reason }:
                await RetryWriteAsync(() => store.SetConnectionAsync(claim, isConnected, UnixTime.FromDateTime(atUtc.UtcDateTime), reason));
                break;
            case FeedUpdate.Covered { Symbols: var symbols, FromUtc: var fromUtc }:
                await CoverAsync(symbols, fromUtc);
                break;
            case FeedUpdate.Closed { UntilUtc: var untilUtc, Bars: var bars }:
                foreach (var bar in bars)
                    Add(bar);
                closedUntilUtc = untilUtc;
                await AdvanceAsync(interrupt);
                break;
        }
    }

    /// <summary>Steps all bars that are closed and not yet stepped.</summary>
    /// <inheritdoc cref="ProcessAsync"/>
    public async Task AdvanceAsync(CancellationToken interrupt)
    {
        if (steppedUntilUtc is not { } fromUtc || closedUntilUtc < fromUtc || State == SessionState.Stopped)
            return;
        if (!session.IsWarm)
            await WarmUpAsync(fromUtc, interrupt);
        while (book.Next(steppedUntilUtc.Value, closedUntilUtc) is { } openUtc)
        {
            if (await FetchAsync(openUtc, interrupt))
                continue; // the exchange may have had no bar at this time
            var begun = clock.GetTimestamp();
            var endUtc = Timeframe.EndOf(openUtc);
            steppedUntilUtc = endUtc;
            if (book.Take(openUtc, isLate: endUtc < closedUntilUtc) is { Count: > 0 } candles)
                await StepAsync(openUtc, candles);
            PaperMeter.StepDuration.Record(clock.GetElapsedTime(begun).TotalSeconds);
        }

        steppedUntilUtc = closedUntilUtc;
    }

    /// <summary>Stores the error that blocks the session; null clears it.</summary>
    /// <exception cref="LeaseLostException">This process no longer owns the session.</exception>
    public Task SetErrorAsync(string? error) => RetryWriteAsync(() => store.SetTroubleAsync(claim, error));

    /// <summary>Executes the pending commands of users.</summary>
    /// <exception cref="LeaseLostException">This process no longer owns the session.</exception>
    public async Task ExecuteCommandsAsync()
    {
        foreach (var command in await commands.OfAsync(claim.Number))
        {
            if (State == SessionState.Stopped)
                await commands.RefuseAsync(command.Number, "the session has ended");
            else
                await DoAsync(command);
        }
    }

    private async Task CoverAsync(IReadOnlyList<Symbol> symbols, long fromUtc)
    {
        foreach (var symbol in symbols)
            book.Cover(symbol, fromUtc);
        if (steppedUntilUtc is not null)
            return;
        var begin = Timeframe.EndOf(Timeframe.OpenOf(fromUtc));
        await RetryWriteAsync(() => store.SetBeginAsync(claim, begin));
        steppedUntilUtc = begin;
    }

    private void Add(ClosedBar bar)
    {
        var known = lateTrades.GetValueOrDefault(bar.Symbol);
        session.LateTrades += Math.Max(0, bar.LateTrades - known);
        lateTrades[bar.Symbol] = bar.LateTrades;
        book.Add(bar);
    }

    private async Task WarmUpAsync(long begin, CancellationToken interrupt)
    {
        var warm = new List<(Symbol Symbol, IReadOnlyList<Candle> Candles)>();
        foreach (var symbol in Plan.Symbols)
            warm.Add((symbol, await fetching.WarmUpAsync(symbol, Plan.BarsNeeded(symbol), begin, interrupt)));
        foreach (var (symbol, candles) in warm)
            session.Warm(symbol, candles);
        var entries = warm.Select(
            (symbolCandles, i) =>
                Entry(i, LogEntryKind.Warmup, begin, symbolCandles.Symbol.Code, data: LogEntryCandles.Of(symbolCandles.Candles))
        );
        await CommitAsync(
            [],
            [.. entries],
            [
                (
                    SessionMessages.WarmedUp,
                    new { bars = warm.Sum(symbolCandles => symbolCandles.Candles.Count), begins_at = UnixTime.Format(begin) }
                ),
            ]
        );
    }

    // Fetches whatever only the exchange knows about an open time; returns whether there was anything to fetch.
    private async Task<bool> FetchAsync(long openUtc, CancellationToken interrupt)
    {
        var anyFetched = false;
        foreach (var symbol in Plan.Symbols)
        {
            if (book.Unknown(symbol, openUtc, closedUntilUtc) is not { } range)
                continue;
            book.Fetched(symbol, range, await fetching.BarsAsync(symbol, range, interrupt));
            anyFetched = true;
        }

        return anyFetched;
    }

    private Task StepAsync(long openUtc, IReadOnlyList<SessionCandle> candles)
    {
        var results = session.Step(candles);
        return CommitAsync(
            results,
            [Entry(0, LogEntryKind.Bars, openUtc, data: LogEntryCandles.Of(candles, Plan.Symbols))],
            [.. SessionMessages.OfCandles(Timeframe.Name, openUtc, candles), .. results.SelectMany(SessionMessages.Of)]
        );
    }

    private async Task DoAsync(SessionCommandRow command)
    {
        var symbol = command.Symbol is null ? (Symbol?)null : Symbol.Parse(command.Symbol);
        var held = session.Held(command.PositionId);
        if (session.Intervene(command.Kind, symbol, command.PositionId) is not { } results)
        {
            await commands.RefuseAsync(
                command.Number,
                $"there is no open position '{command.PositionId}'; it may have been closed meanwhile"
            );
            return;
        }

        State =
            command.Kind is LogEntryKind.Stop or LogEntryKind.StopClosing ? SessionState.Stopped
            : session.Controls.IsPaused ? SessionState.Paused
            : SessionState.Running;
        await CommitAsync(
            results,
            [Entry(0, command.Kind, steppedUntilUtc ?? 0, command.Symbol ?? held?.Plan.Symbol.Code, command.PositionId)],
            [.. results.SelectMany(SessionMessages.Of), .. MessagesFor(command)],
            command.Number
        );
    }

    private IEnumerable<(string Kind, object Data)> MessagesFor(SessionCommandRow command) =>
        command.Kind switch
        {
            LogEntryKind.Pause => [(SessionMessages.Paused, new { session_id = claim.SessionId })],
            LogEntryKind.Resume => [(SessionMessages.Resumed, new { session_id = claim.SessionId })],
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
                        session_id = claim.SessionId,
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
        long? command = null
    )
    {
        var change = new SessionChange
        {
            LogLength = logLength,
            Entries = entries,
            Results = results,
            SteppedUntilUtc = steppedUntilUtc,
            State = State,
            Saved = session.Save(),
            Events = events,
            WishNumber = command,
        };
        await RetryWriteAsync(() => store.CommitAsync(claim, change));
        logLength += entries.Count;
    }

    private Task RetryWriteAsync(Func<Task> action) => DatabaseRetry.RetryUntilAvailableAsync(action, stop);

    private PaperEntryRow Entry(
        int place,
        LogEntryKind kind,
        long timeUtc,
        string? symbol = null,
        string? positionId = null,
        byte[]? data = null
    ) =>
        new()
        {
            SessionNumber = claim.Number,
            Sequence = logLength + place,
            Kind = kind,
            TimeUtc = timeUtc,
            Symbol = symbol,
            PositionId = positionId,
            Data = data,
            Equity = session.Equity,
            CreatedUtc = clock.NowUtc(),
        };
}
