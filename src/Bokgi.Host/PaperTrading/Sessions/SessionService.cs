using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Exchanges;

namespace Bokgi.Host.PaperTrading.Sessions;

/// <summary>Accepts sessions and users' commands in any process, and waits until the session's owner has executed a command.</summary>
internal sealed class SessionService(
    PaperStore store,
    SessionCommands commands,
    PaperQueries queries,
    ExchangeConnections exchanges,
    TimeProvider clock
)
{
    // An unavailable exchange delays the start of a session by no more than this.
    private static readonly TimeSpan MarketListTimeout = TimeSpan.FromSeconds(3);

    // Long enough for another server to notice that the owner is dead, which takes up to 30 s, and to replace it.
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(40);

    // Long enough for a running server, if there is one, to claim the session.
    private static readonly TimeSpan UnownedCommandTimeout = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);

    /// <exception cref="InvalidInputException">A field is wrong, or the exchange has no such market.</exception>
    public async Task<PaperSessionRow> StartAsync(SessionForm form, CancellationToken cancel)
    {
        var plan = SessionRequestReader.Read(form);
        var timeframes = exchanges.GetOrOpen(plan.Exchange).Traits.Timeframes;
        if (!timeframes.Contains(plan.Timeframe))
            throw InvalidInputException.ForField(
                "timeframe",
                $"{plan.Exchange} has no {plan.Timeframe} candles; it has {string.Join(", ", timeframes)}"
            );
        var request = SessionRequest.Of(form, plan, await FetchQuantityStepsAsync(plan, cancel));
        var eventData = new
        {
            exchange = plan.Exchange,
            timeframe = plan.Timeframe.Name,
            symbols = plan.Symbols.Count,
            pairs = plan.Pairs.Count,
        };
        var row = await store.CreateAsync(request.ToJson(), eventData);
        store.Wake.Signal();
        return row;
    }

    public Task<bool> WaitUntilOwnedAsync(string sessionId, TimeSpan timeout, CancellationToken cancel) =>
        WaitUntilAsync(async () => (await queries.FindAsync(sessionId))?.Owner is not null, timeout, cancel);

    /// <summary>
    /// Sends a command (any kind of log entry other than candles) to a session that has not ended, and waits until it is executed.
    /// </summary>
    /// <exception cref="ConflictException">The session has ended, or the command cannot be executed.</exception>
    /// <exception cref="NoSessionOwnerException">No process executed the command in time; the command stays pending.</exception>
    public async Task SendCommandAsync(
        PaperSessionRow session,
        LogEntryKind command,
        Symbol? symbol = null,
        string? positionId = null,
        CancellationToken cancel = default
    )
    {
        if (session.State == SessionState.Stopped)
            throw new ConflictException($"the session {session.SessionId} has ended; start another one");
        // The id of a position has only digits and hyphens.
        if (positionId is not null && !positionId.All(character => char.IsAsciiDigit(character) || character == '-'))
            throw new ConflictException($"there is no open position '{Problems.SanitizeForMessage(positionId)}'");
        var pending = await commands.AddAsync(session.Number, command, symbol, positionId);
        store.Wake.Signal();
        var timeout = session.Owner is null ? UnownedCommandTimeout : CommandTimeout;
        if (!await WaitUntilAsync(async () => (await commands.OutcomeAsync(pending.Number)).IsDone, timeout, cancel))
            throw new NoSessionOwnerException(session.SessionId);
        if ((await commands.OutcomeAsync(pending.Number)).Refusal is { } refusal)
            throw new ConflictException(refusal);
    }

    /// <summary>Ends a session, unless it has already ended.</summary>
    /// <param name="session">The session.</param>
    /// <param name="closesPositions">Whether open positions are sold at the last close.</param>
    /// <param name="cancel">Stops waiting; the command stays pending.</param>
    /// <inheritdoc cref="SendCommandAsync"/>
    public Task StopAsync(PaperSessionRow session, bool closesPositions, CancellationToken cancel) =>
        session.State == SessionState.Stopped
            ? Task.CompletedTask
            : SendCommandAsync(session, closesPositions ? LogEntryKind.StopClosing : LogEntryKind.Stop, cancel: cancel);

    private async Task<bool> WaitUntilAsync(Func<Task<bool>> condition, TimeSpan timeout, CancellationToken cancel)
    {
        for (var startedAt = clock.GetTimestamp(); clock.GetElapsedTime(startedAt) < timeout; await Task.Delay(PollInterval, clock, cancel))
        {
            if (await condition())
                return true;
        }

        return await condition();
    }

    // The quantity steps that the exchange publishes, by symbol; empty if it does not answer. Throws if the exchange lacks one of the markets.
    private async Task<Dictionary<string, double>> FetchQuantityStepsAsync(SessionPlan plan, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(MarketListTimeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        try
        {
            var markets = (await exchanges.GetOrOpen(plan.Exchange).MarketsAsync(linked.Token)).ToDictionary(market => market.Symbol);
            var unknownSymbols = plan.Symbols.Where(symbol => !markets.ContainsKey(symbol)).ToList();
            if (unknownSymbols.Count > 0)
                throw InvalidInputException.ForField(
                    "symbols",
                    $"{plan.Exchange} has no market {string.Join(", ", unknownSymbols.Take(10))}; 'bokgi markets' lists those it has"
                );
            return plan
                .Symbols.Where(symbol => markets[symbol].QuantityStep is not null)
                .ToDictionary(symbol => symbol.Code, symbol => (double)markets[symbol].QuantityStep!.Value);
        }
        catch (Exception failure)
            when (failure is ExchangeException || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return [];
        }
    }
}
