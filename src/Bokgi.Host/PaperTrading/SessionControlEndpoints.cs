using Bokgi.Host.PaperTrading.Documents;
using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Sessions;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.PaperTrading.Verification;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.PaperTrading;

internal static class SessionControlEndpoints
{
    // How long a request to start a session waits for a server to claim the session.
    private static readonly TimeSpan ClaimTimeout = TimeSpan.FromSeconds(15);

    public static void Map(RouteGroupBuilder paper)
    {
        paper
            .MapPost("/start", Start)
            .TakesBody(BodyLimit.Large)
            .Describe(
                "Starts a paper session",
                "200 once it runs. It runs until it is stopped, even if servers restart, and waits while the exchange is unavailable. Several may run at once. Candles for the warm-up come from the lake, or else from the exchange."
            );
        paper
            .MapPost("/stop", Stop)
            .TakesBody(BodyLimit.Small)
            .Describe(
                "Ends a paper session",
                "The newest one by default. Open positions are sold at the last close unless close_positions is false. Returns the final state, even if the session had already ended. It is then verified automatically.",
                404
            );
        paper
            .MapPost("/sessions/{sessionId}/pause", ([AsParameters] SessionRoute session) => session.SendCommandAsync(LogEntryKind.Pause))
            .Describe(
                "Pauses a session",
                "It takes no more signals and drops a pending entry. Open positions are still managed, and candles processed.",
                404,
                409
            );
        paper
            .MapPost("/sessions/{sessionId}/resume", ([AsParameters] SessionRoute session) => session.SendCommandAsync(LogEntryKind.Resume))
            .Describe("Resumes a session", "It takes signals again, except for symbols that are switched off.", 404, 409);
        paper
            .MapPatch("/sessions/{sessionId}/symbols/{symbol}", Switch)
            .TakesBody(BodyLimit.Small)
            .Describe("Switches one symbol off or on", "While off, its signals are ignored; an open position is still managed.", 404, 409);
        paper
            .MapPost(
                "/sessions/{sessionId}/positions/{positionId}/close",
                ([AsParameters] SessionRoute session, string positionId) =>
                    session.SendCommandAsync(LogEntryKind.Close, positionId: positionId)
            )
            .Describe("Closes a position manually", "It is sold at the last close. 409 if it is not open.", 404, 409);
        paper
            .MapPost("/sessions/{sessionId}/verify", Verify)
            .Describe(
                "Verifies a session against the backtest",
                "Replays the session's candles and the users' commands through the backtester and compares every signal and trade, and compares those candles with what the exchange returns now. It runs automatically every day and when a session ends.",
                404
            );
    }

    private static async Task<Results<Ok<StatusDocument>, ProblemHttpResult>> Start(
        JsonBody<SessionForm> body,
        SessionService sessions,
        PaperQueries queries,
        HttpContext context
    )
    {
        var row = await sessions.StartAsync(body.Value, context.RequestAborted);
        context.Response.SetAuditSubject(row.SessionId);
        if (!await sessions.WaitUntilOwnedAsync(row.SessionId, ClaimTimeout, context.RequestAborted))
            throw new NoSessionOwnerException(row.SessionId);
        return await SessionQuery.ShowAsync(row.SessionId, queries, StatusDocument.Of);
    }

    private static async Task<Results<Ok<StatusDocument>, ProblemHttpResult>> Stop(
        OptionalJsonBody<StopForm> body,
        SessionService sessions,
        PaperQueries queries,
        HttpContext context
    )
    {
        var form = body.Value ?? new StopForm();
        if (await queries.FindAsync(form.SessionId) is not { } row)
            return PaperEndpoints.SessionNotFound(form.SessionId);
        context.Response.SetAuditSubject(row.SessionId);
        await sessions.StopAsync(row, form.ClosePositions ?? true, context.RequestAborted);
        return await SessionQuery.ShowAsync(row.SessionId, queries, StatusDocument.Of);
    }

    private static async Task<Results<Ok<StatusDocument>, ProblemHttpResult>> Switch(
        [AsParameters] SessionRoute session,
        string symbol,
        JsonBody<SymbolSwitch> body
    )
    {
        if (!Symbol.TryParse(symbol, out var parsed, out var error))
            throw InvalidInputException.ForField("symbol", error);
        if (
            await session.Queries.FindAsync(session.SessionId) is { } row
            && !SessionRequest.FromJson(row.Request).Form.Symbols!.Contains(parsed.Code)
        )
            return Problems.NotFound($"the session has no symbol {parsed}; GET /api/simulation/strategies lists its symbols");
        return await session.SendCommandAsync(body.Value.IsEnabled ? LogEntryKind.SwitchOn : LogEntryKind.SwitchOff, parsed);
    }

    private static async Task<Results<Ok<VerificationDocument>, ProblemHttpResult>> Verify(
        string sessionId,
        PaperQueries queries,
        SessionVerifier verifier,
        CancellationToken cancel
    ) =>
        await queries.FindAsync(sessionId) is { } row
            ? TypedResults.Ok(await verifier.VerifyAsync(row.Number, cancel))
            : PaperEndpoints.SessionNotFound(sessionId);

    private sealed record SessionRoute
    {
        [FromRoute(Name = "sessionId")]
        public required string SessionId { get; init; }
        public required SessionService Service { get; init; }
        public required PaperQueries Queries { get; init; }
        public CancellationToken Cancel { get; init; }

        public async Task<Results<Ok<StatusDocument>, ProblemHttpResult>> SendCommandAsync(
            LogEntryKind command,
            Symbol? symbol = null,
            string? positionId = null
        )
        {
            if (await Queries.FindAsync(SessionId) is not { } row)
                return PaperEndpoints.SessionNotFound(SessionId);
            await Service.SendCommandAsync(row, command, symbol, positionId, Cancel);
            return await SessionQuery.ShowAsync(SessionId, Queries, StatusDocument.Of);
        }
    }
}
