using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Exchanges;

namespace Bokgi.Host.PaperTrading.Sessions;

/// <summary>Accepts sessions and users' commands in any process, and waits until a command is executed by the session's owner.</summary>
internal sealed class SessionService(
    PaperStore store,
    SessionCommands commands,
    PaperPages pages,
    ExchangeConnections exchanges,
    TimeProvider clock
)
{
    // An unavailable exchange delays the start of a session by no more than this.
    private static readonly TimeSpan PatienceWithExchange = TimeSpan.FromSeconds(3);

    // A dead owner is replaced within 30 s; a session without an owner is claimed within seconds if a server runs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan PatienceWithNobody = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(25);

    /// <exception cref="RefusedInputException">A field is wrong, or the exchange has no such market.</exception>
    public async Task<PaperSessionRow> StartAsync(SessionForm form, CancellationToken cancel)
    {
        var plan = SessionRequestReader.Read(form);
        if (exchanges.For(plan.Exchange).Traits.Timeframes is var known && !known.Contains(plan.Timeframe))
            throw RefusedInputException.Of(
                "timeframe",
                $"{plan.Exchange} has no {plan.Timeframe} candles; it has {string.Join(", ", known)}"
            );
        var request = SessionRequest.Of(form, plan, await StepsAsync(plan, cancel));
        var told = new
        {
            exchange = plan.Exchange,
            timeframe = plan.Timeframe.Name,
            symbols = plan.Symbols.Count,
            pairs = plan.Pairs.Count,
        };
        var row = await store.BeginAsync(request.Write(), told);
        store.Wake.Signal();
        return row;
    }

    public Task<bool> IsOwnedAsync(string sessionId, TimeSpan patience, CancellationToken cancel) =>
        UntilAsync(async () => (await pages.FindAsync(sessionId))?.Owner is not null, patience, cancel);

    /// <summary>Sends a command to a session that has not ended, and waits until it is executed.</summary>
    /// <exception cref="ConflictException">The session has ended, or the command cannot be executed.</exception>
    /// <exception cref="SessionNotRunningException">No process executed the command in time; it stays pending until one does.</exception>
    public async Task AskAsync(
        PaperSessionRow session,
        LogEntryKind kind,
        Symbol? symbol = null,
        string? positionId = null,
        CancellationToken cancel = default
    )
    {
        if (session.State == SessionState.Stopped)
            throw new ConflictException($"the session {session.SessionId} has ended; start another one");
        if (positionId?.All(letter => char.IsAsciiDigit(letter) || letter == '-') == false)
            throw new ConflictException($"there is no open position '{Problems.Shown(positionId)}'");
        var command = await commands.AddAsync(session.Number, kind, symbol, positionId);
        store.Wake.Signal();
        var patience = session.Owner is null ? PatienceWithNobody : Patience;
        if (!await UntilAsync(async () => (await commands.OutcomeAsync(command.Number)).IsDone, patience, cancel))
            throw new SessionNotRunningException(session.SessionId);
        if ((await commands.OutcomeAsync(command.Number)).Refusal is { } refusal)
            throw new ConflictException(refusal);
    }

    /// <summary>Ends a session, unless it has already ended.</summary>
    /// <param name="session">The session.</param>
    /// <param name="closesPositions">Whether open positions are sold at the last close.</param>
    /// <param name="cancel">Stops waiting; the command stays pending.</param>
    /// <inheritdoc cref="AskAsync"/>
    public Task StopAsync(PaperSessionRow session, bool closesPositions, CancellationToken cancel) =>
        session.State == SessionState.Stopped
            ? Task.CompletedTask
            : AskAsync(session, closesPositions ? LogEntryKind.StopClosing : LogEntryKind.Stop, cancel: cancel);

    private async Task<bool> UntilAsync(Func<Task<bool>> isSo, TimeSpan patience, CancellationToken cancel)
    {
        for (var begun = clock.GetTimestamp(); clock.GetElapsedTime(begun) < patience; await Task.Delay(Glance, clock, cancel))
        {
            if (await isSo())
                return true;
        }

        return await isSo();
    }

    // The quantity steps that the exchange publishes, by symbol; empty if it does not answer.
    private async Task<Dictionary<string, double>> StepsAsync(SessionPlan plan, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(PatienceWithExchange, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            var markets = (await exchanges.For(plan.Exchange).MarketsAsync(either.Token)).ToDictionary(market => market.Symbol);
            var unknown = plan.Symbols.Where(symbol => !markets.ContainsKey(symbol)).ToList();
            if (unknown.Count > 0)
                throw RefusedInputException.Of(
                    "symbols",
                    $"{plan.Exchange} has no market {string.Join(", ", unknown.Take(10))}; 'bokgi markets' lists those it has"
                );
            return plan
                .Symbols.Where(symbol => markets[symbol].QuantityStep is not null)
                .ToDictionary(symbol => symbol.Code, symbol => (double)markets[symbol].QuantityStep!.Value);
        }
        catch (Exception away) when (away is ExchangeException || (away is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return [];
        }
    }
}
