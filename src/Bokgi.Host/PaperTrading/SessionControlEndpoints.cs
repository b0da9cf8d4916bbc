using Bokgi.Host.PaperTrading.Documents;
using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Sessions;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.PaperTrading.Verification;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.PaperTrading;

/// <summary>The routes that start, control and stop paper sessions.</summary>
internal static class SessionControlEndpoints
{
    private static readonly TimeSpan TimeToBegin = TimeSpan.FromSeconds(15);

    public static void Map(RouteGroupBuilder paper)
    {
        paper
            .MapPost("/start", Start)
            .Needs(Role.Trader)
            .TakesBody(BodyLimit.Large)
            .WithSummary("Starts a paper session")
            .WithDescription(
                "200 once it runs. It goes on until it is stopped, through restarts of servers too; without an exchange it waits for one. Several may run at once. Candles from before it come from the lake, else from the exchange."
            );
        paper
            .MapPost("/stop", Stop)
            .Needs(Role.Trader)
            .TakesBody(BodyLimit.Small)
            .WithSummary("Ends a paper session")
            .WithDescription(
                "The newest one unless named. Open positions are sold at the last close unless close_positions is false. Answers its final state, also when it has ended before; its verification follows by itself."
            )
            .ProducesProblem(404);
        paper
            .MapPost("/sessions/{sessionId}/pause", ([AsParameters] SessionRoute session) => session.AskAsync(LogEntryKind.Pause))
            .Needs(Role.Trader)
            .WithSummary("Takes no more signals")
            .WithDescription("An entry that is due is not made; positions that are held go on. Candles are stepped as before.")
            .ProducesProblem(404)
            .ProducesProblem(409);
        paper
            .MapPost("/sessions/{sessionId}/resume", ([AsParameters] SessionRoute session) => session.AskAsync(LogEntryKind.Resume))
            .Needs(Role.Trader)
            .WithSummary("Takes signals again")
            .WithDescription("But for coins that are switched off.")
            .ProducesProblem(404)
            .ProducesProblem(409);
        paper
            .MapPatch("/sessions/{sessionId}/symbols/{symbol}", Switch)
            .Needs(Role.Trader)
            .TakesBody(BodyLimit.Small)
            .WithSummary("Switches one coin off or on")
            .WithDescription("Off, none of its signals is taken; a position that is held goes on.")
            .ProducesProblem(404)
            .ProducesProblem(409);
        paper
            .MapPost(
                "/sessions/{sessionId}/positions/{positionId}/close",
                ([AsParameters] SessionRoute session, string positionId) => session.AskAsync(LogEntryKind.Close, positionId: positionId)
            )
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

    private static async Task<Results<Ok<StatusDocument>, ProblemHttpResult>> Start(
        JsonBody<SessionForm> body,
        SessionService queue,
        PaperPages pages,
        HttpContext context
    )
    {
        var row = await queue.StartAsync(body.Value, context.RequestAborted);
        context.Response.Changes(row.SessionId);
        if (!await queue.RunsAsync(row.SessionId, TimeToBegin, context.RequestAborted))
            throw new SessionNotRunningException(row.SessionId);
        return await SessionQuery.ShowAsync(row.SessionId, pages, StatusDocument.Of);
    }

    private static async Task<Results<Ok<StatusDocument>, ProblemHttpResult>> Stop(
        OptionalJsonBody<StopForm> body,
        SessionService queue,
        PaperPages pages,
        HttpContext context
    )
    {
        var form = body.Value ?? new StopForm();
        if (await pages.FindAsync(form.SessionId) is not { } row)
            return PaperEndpoints.Missing(form.SessionId);
        context.Response.Changes(row.SessionId);
        await queue.StopAsync(row, form.ClosePositions ?? true, context.RequestAborted);
        return await SessionQuery.ShowAsync(row.SessionId, pages, StatusDocument.Of);
    }

    private static async Task<Results<Ok<StatusDocument>, ProblemHttpResult>> Switch(
        [AsParameters] SessionRoute session,
        string symbol,
        JsonBody<SymbolSwitch> body
    )
    {
        if (!Symbol.TryParse(symbol, out var known, out var error))
            throw RefusedInputException.Of("symbol", error);
        if (
            await session.Pages.FindAsync(session.SessionId) is { } row
            && !SessionRequest.Read(row.Request).Form.Symbols!.Contains(known.Code)
        )
            return Problems.NotFound($"the session has no symbol {known}; GET /api/simulation/strategies lists them");
        return await session.AskAsync(body.Value.IsEnabled ? LogEntryKind.SwitchOn : LogEntryKind.SwitchOff, known);
    }

    private static async Task<Results<Ok<VerificationDocument>, ProblemHttpResult>> Verify(
        string sessionId,
        PaperPages pages,
        SessionVerifier verifier,
        CancellationToken cancel
    ) =>
        await pages.FindAsync(sessionId) is { } row
            ? TypedResults.Ok(await verifier.VerifyAsync(row.Number, cancel))
            : PaperEndpoints.Missing(sessionId);
}
