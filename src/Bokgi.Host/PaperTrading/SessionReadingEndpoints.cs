using Bokgi.Host.PaperTrading.Documents;
using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.PaperTrading;

internal static class SessionReadingEndpoints
{
    public static void Map(RouteGroupBuilder paper)
    {
        paper.MapGet("/sessions", List).Describe("The paper sessions, newest first", "Including those that have ended.");
        paper
            .MapGet("/status", ([AsParameters] SessionQuery query) => query.ShowAsync(StatusDocument.Of))
            .Describe("The state of a session", "With its figures, its connection and its last verification.", 404);
        paper
            .MapGet("/strategies", ([AsParameters] SessionQuery query) => query.ShowAsync(PairList.Of))
            .Describe("A session's strategies by symbol", "With the number of bars that each has seen and needs.", 404);
        paper
            .MapGet(
                "/market-data",
                ([AsParameters] SessionQuery query, CandleLake lake) =>
                    query.ShowAsync((row, session) => LatestCandles.Of(row, session, lake))
            )
            .Describe(
                "The newest candle of each of a session's symbols",
                "From the session, or from the lake if the session has none yet.",
                404
            );
        paper
            .MapGet("/positions", ([AsParameters] SessionQuery query) => query.ShowAsync(PositionList.Of))
            .Describe("A session's open positions", "Valued at the last close of each symbol.", 404);
        paper.MapGet("/history", History).Describe("A session's trades, newest first", "Paged; the figures cover the whole session.", 404);
        paper.MapGet("/signals", Signals).Describe("A session's signals, newest first", "Including those that did not become orders.", 404);
        paper
            .MapGet("/performance", ([AsParameters] SessionQuery query) => query.ShowAsync((_, session) => PerformanceDocument.Of(session)))
            .Describe("A session's figures", "Over the whole session, with open positions valued at the last close.", 404);
    }

    private static async Task<Ok<Page<SessionDocument>>> List([AsParameters] SessionListQuery query, PaperQueries queries)
    {
        var (state, paging) = query.Read();
        var (total, rows) = await queries.ListAsync(state, paging);
        return TypedResults.Ok(new Page<SessionDocument>(total, paging.Limit, paging.Offset, [.. rows.Select(SessionDocument.Of)]));
    }

    private static async Task<Results<Ok<TradeHistory>, ProblemHttpResult>> History(
        [AsParameters] SessionHistoryQuery query,
        PaperQueries queries
    )
    {
        var (symbol, paging) = query.Read();
        if (await queries.LoadAsync(query.SessionId) is not var (row, session))
            return PaperEndpoints.SessionNotFound(query.SessionId);
        var (total, trades) = await queries.TradesAsync(row.Number, symbol, paging);
        return TypedResults.Ok(TradeHistory.Of(row, session, total, trades, paging));
    }

    private static async Task<Results<Ok<SignalHistory>, ProblemHttpResult>> Signals(
        [AsParameters] SessionHistoryQuery query,
        PaperQueries queries
    )
    {
        var (symbol, paging) = query.Read();
        if (await queries.FindAsync(query.SessionId) is not { } row)
            return PaperEndpoints.SessionNotFound(query.SessionId);
        var (total, signals) = await queries.SignalsAsync(row.Number, symbol, paging);
        return TypedResults.Ok(
            new SignalHistory(row.SessionId, total, paging.Limit, paging.Offset, [.. signals.Select(SignalHistory.PaperSignalDocument.Of)])
        );
    }
}
