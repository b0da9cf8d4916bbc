using Bokgi.Host.PaperTrading.Documents;
using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Sessions;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.PaperTrading.Verification;
using Bokgi.Host.Platform.Access;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Platform.Queries;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.PaperTrading;

/// <summary>Paper trading over HTTP.</summary>
internal static class PaperEndpoints
{
    private static readonly TimeSpan TimeToBegin = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var paper = routes.MapGroup("/api/simulation").WithTags("paper trading").ProducesProblem(503);
        MapControls(paper);
        MapReading(paper);
    }

    private static void MapControls(RouteGroupBuilder paper)
    {
        paper
            .MapPost("/start", Start)
            .Needs(Role.Trader)
            .WithSummary("Starts a paper session")
            .WithDescription(
                "200 once it runs. It goes on until it is stopped, through restarts of servers too; without an exchange it waits for one. Several may run at once. Candles from before it come from the lake, else from the exchange."
            );
        paper
            .MapPost("/stop", Stop)
            .Needs(Role.Trader)
            .WithSummary("Ends a paper session")
            .WithDescription(
                "The newest one unless named. Open positions are sold at the last close unless close_positions is false. Answers its final state, also when it has ended before; its verification follows by itself."
            )
            .ProducesProblem(404);
        paper
            .MapPost("/sessions/{sessionId}/pause", Pause)
            .Needs(Role.Trader)
            .WithSummary("Takes no more signals")
            .WithDescription("An entry that is due is not made; positions that are held go on. Candles are stepped as before.")
            .ProducesProblem(404)
            .ProducesProblem(409);
        paper
            .MapPost("/sessions/{sessionId}/resume", Resume)
            .Needs(Role.Trader)
            .WithSummary("Takes signals again")
            .WithDescription("But for coins that are switched off.")
            .ProducesProblem(404)
            .ProducesProblem(409);
        paper
            .MapPatch("/sessions/{sessionId}/symbols/{symbol}", Switch)
            .Needs(Role.Trader)
            .WithSummary("Switches one coin off or on")
            .WithDescription("Off, none of its signals is taken; a position that is held goes on.")
            .ProducesProblem(404)
            .ProducesProblem(409);
        paper
            .MapPost("/sessions/{sessionId}/positions/{positionId}/close", Close)
            .Needs(Role.Trader)
            .WithSummary("Closes a position by hand")
            .WithDescription("It is sold at the last close. 409 when it is not open.")
            .ProducesProblem(404)
            .ProducesProblem(409);
        paper
            .MapPost("/sessions/{sessionId}/verify", Verify)
            .Needs(Role.Trader)
            .WithSummary("Proves a session equal to the backtest")
            .WithDescription(
                "Replays the candles it acted on and what people did through the backtester, and compares signals and trades one by one; and compares those candles with what the exchange tells by now. It runs by itself every day and at the end."
            )
            .ProducesProblem(404);
    }

    private static void MapReading(RouteGroupBuilder paper)
    {
        paper
            .MapGet("/sessions", List)
            .Needs(Role.Viewer)
            .WithSummary("The paper sessions, newest first")
            .WithDescription("Those that have ended too.");
        paper
            .MapGet("/status", Status)
            .Needs(Role.Viewer)
            .WithSummary("How a session stands")
            .WithDescription("With its figures, its connection and its last verification.")
            .ProducesProblem(404);
        paper
            .MapGet("/strategies", Strategies)
            .Needs(Role.Viewer)
            .WithSummary("A session's strategies by symbol")
            .WithDescription("With how many bars each has seen and needs.")
            .ProducesProblem(404);
        paper
            .MapGet("/market-data", Market)
            .Needs(Role.Viewer)
            .WithSummary("The newest candle of each of a session's symbols")
            .WithDescription("Of the session; where it has seen none yet, of the lake.")
            .ProducesProblem(404);
        paper
            .MapGet("/positions", Positions)
            .Needs(Role.Viewer)
            .WithSummary("A session's open positions")
            .WithDescription("At the last close of each.")
            .ProducesProblem(404);
        paper
            .MapGet("/history", History)
            .Needs(Role.Viewer)
            .WithSummary("A session's trades, newest first")
            .WithDescription("In pages; the figures are over the whole session.")
            .ProducesProblem(404);
        paper
            .MapGet("/signals", Signals)
            .Needs(Role.Viewer)
            .WithSummary("A session's signals, newest first")
            .WithDescription("Those that were not taken too.")
            .ProducesProblem(404);
        paper
            .MapGet("/performance", Performance)
            .Needs(Role.Viewer)
            .WithSummary("A session in figures")
            .WithDescription("Over the whole session, open positions at their last close.")
            .ProducesProblem(404);
    }

    private static async Task<Ok<StatusDocument>> Start(JsonBody<SessionForm> body, PaperDesk desk, PaperStore store, HttpContext context)
    {
        var row = await desk.StartAsync(body.Value, context.RequestAborted);
        context.Response.Changes(row.SessionId);
        if (!await desk.RunsAsync(row.SessionId, TimeToBegin, context.RequestAborted))
            throw new SessionUnattendedException(row.SessionId);
        return TypedResults.Ok(StatusOf(row, store));
    }

    private static async Task<Results<Ok<StatusDocument>, ProblemHttpResult>> Stop(
        OptionalJsonBody<StopForm> body,
        PaperDesk desk,
        PaperPages pages,
        PaperStore store,
        HttpContext context
    )
    {
        var form = body.Value ?? new StopForm();
        if (pages.Find(form.SessionId) is not { } row)
            return Missing(form.SessionId);
        context.Response.Changes(row.SessionId);
        if (row.State != SessionState.Stopped)
        {
            var kind = form.ClosePositions == false ? EntryKind.Stop : EntryKind.StopClosing;
            await desk.AskAsync(row, kind, cancel: context.RequestAborted);
        }

        return TypedResults.Ok(StatusOf(row, store));
    }

    private static Task<Results<Ok<StatusDocument>, ProblemHttpResult>> Pause(
        string sessionId,
        PaperDesk desk,
        PaperPages pages,
        PaperStore store,
        CancellationToken cancel
    ) => AskAsync(sessionId, EntryKind.Pause, null, null, desk, pages, store, cancel);

    private static Task<Results<Ok<StatusDocument>, ProblemHttpResult>> Resume(
        string sessionId,
        PaperDesk desk,
        PaperPages pages,
        PaperStore store,
        CancellationToken cancel
    ) => AskAsync(sessionId, EntryKind.Resume, null, null, desk, pages, store, cancel);

    private static async Task<Results<Ok<StatusDocument>, ProblemHttpResult>> Switch(
        string sessionId,
        string symbol,
        JsonBody<SymbolSwitch> body,
        PaperDesk desk,
        PaperPages pages,
        PaperStore store,
        CancellationToken cancel
    )
    {
        if (!Symbol.TryParse(symbol, out var known, out var error))
            throw RefusedInputException.Of("symbol", error);
        if (pages.Find(sessionId) is { } row && !SessionOrder.Read(row.Request).Form.Symbols!.Contains(known.Code))
            return Problems.NotFound($"the session has no symbol {known}; GET /api/simulation/strategies lists them");
        var kind = body.Value.IsEnabled ? EntryKind.SwitchOn : EntryKind.SwitchOff;
        return await AskAsync(sessionId, kind, known, null, desk, pages, store, cancel);
    }

    private static Task<Results<Ok<StatusDocument>, ProblemHttpResult>> Close(
        string sessionId,
        string positionId,
        PaperDesk desk,
        PaperPages pages,
        PaperStore store,
        CancellationToken cancel
    ) => AskAsync(sessionId, EntryKind.Close, null, positionId, desk, pages, store, cancel);

    private static async Task<Results<Ok<VerificationDocument>, ProblemHttpResult>> Verify(
        string sessionId,
        PaperPages pages,
        SessionVerifier verifier,
        CancellationToken cancel
    ) => pages.Find(sessionId) is { } row ? TypedResults.Ok(await verifier.VerifyAsync(row.Number, cancel)) : Missing(sessionId);

    private static Ok<Page<SessionDocument>> List([AsParameters] SessionListQuery query, PaperPages pages)
    {
        var (state, paging) = query.Read();
        var (total, rows) = pages.List(state, paging);
        return TypedResults.Ok(new Page<SessionDocument>(total, paging.Limit, paging.Offset, [.. rows.Select(SessionDocument.Of)]));
    }

    private static Results<Ok<StatusDocument>, ProblemHttpResult> Status(
        [AsParameters] SessionQuery query,
        PaperPages pages,
        PaperStore store
    ) => Read(query.SessionId, pages, store, StatusDocument.Of);

    private static Results<Ok<PairList>, ProblemHttpResult> Strategies(
        [AsParameters] SessionQuery query,
        PaperPages pages,
        PaperStore store
    ) => Read(query.SessionId, pages, store, (row, session) => PairList.Of(row.SessionId, session));

    private static Results<Ok<LatestCandles>, ProblemHttpResult> Market(
        [AsParameters] SessionQuery query,
        PaperPages pages,
        PaperStore store,
        CandleLake lake
    ) => Read(query.SessionId, pages, store, (row, session) => LatestCandles.Of(row.SessionId, session, lake));

    private static Results<Ok<PositionList>, ProblemHttpResult> Positions(
        [AsParameters] SessionQuery query,
        PaperPages pages,
        PaperStore store
    ) => Read(query.SessionId, pages, store, (row, session) => PositionList.Of(row.SessionId, session));

    private static Results<Ok<PerformanceDocument>, ProblemHttpResult> Performance(
        [AsParameters] SessionQuery query,
        PaperPages pages,
        PaperStore store
    ) => Read(query.SessionId, pages, store, (_, session) => PerformanceDocument.Of(session));

    private static Results<Ok<TradeHistory>, ProblemHttpResult> History(
        [AsParameters] HistoryQuery query,
        PaperPages pages,
        PaperStore store
    )
    {
        var (symbol, paging) = query.Read();
        return Read(
            query.SessionId,
            pages,
            store,
            (row, session) =>
            {
                var (total, trades) = pages.Trades(row.Number, symbol, paging);
                return new TradeHistory(
                    row.SessionId,
                    total,
                    paging.Limit,
                    paging.Offset,
                    [.. trades.Select(TradeHistory.PaperTradeDocument.Of)],
                    PerformanceDocument.Of(session)
                );
            }
        );
    }

    private static Results<Ok<SignalHistory>, ProblemHttpResult> Signals([AsParameters] HistoryQuery query, PaperPages pages)
    {
        var (symbol, paging) = query.Read();
        if (pages.Find(query.SessionId) is not { } row)
            return Missing(query.SessionId);
        var (total, signals) = pages.Signals(row.Number, symbol, paging);
        return TypedResults.Ok(
            new SignalHistory(row.SessionId, total, paging.Limit, paging.Offset, [.. signals.Select(SignalHistory.PaperSignalDocument.Of)])
        );
    }

    private static async Task<Results<Ok<StatusDocument>, ProblemHttpResult>> AskAsync(
        string sessionId,
        EntryKind kind,
        Symbol? symbol,
        string? positionId,
        PaperDesk desk,
        PaperPages pages,
        PaperStore store,
        CancellationToken cancel
    )
    {
        if (pages.Find(sessionId) is not { } row)
            return Missing(sessionId);
        await desk.AskAsync(row, kind, symbol, positionId, cancel);
        return TypedResults.Ok(StatusOf(row, store));
    }

    private static StatusDocument StatusOf(PaperSessionRow known, PaperStore store)
    {
        var (row, session) = Opened(known, store);
        return StatusDocument.Of(row, session);
    }

    private static Results<Ok<T>, ProblemHttpResult> Read<T>(
        string? sessionId,
        PaperPages pages,
        PaperStore store,
        Func<PaperSessionRow, PaperSession, T> show
    )
    {
        if (pages.Find(sessionId) is not { } known)
            return Missing(sessionId);
        var (row, session) = Opened(known, store);
        return TypedResults.Ok(show(row, session));
    }

    private static (PaperSessionRow Row, PaperSession Session) Opened(PaperSessionRow known, PaperStore store)
    {
        var (row, state) = store.Load(known.Number);
        return (row, PaperSession.Restore(SessionOrder.Read(row.Request).Plan(), state));
    }

    private static ProblemHttpResult Missing(string? sessionId) =>
        Problems.NotFound(
            sessionId is null
                ? "there is no paper session yet; POST /api/simulation/start starts one"
                : $"there is no paper session '{Problems.Shown(sessionId)}'; GET /api/simulation/sessions lists them"
        );
}
