using Bokgi.Host.PaperTrading.Documents;
using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.PaperTrading;

/// <summary>The routes that show paper sessions.</summary>
internal static class SessionReadingEndpoints
{
    public static void Map(RouteGroupBuilder paper)
    {
        paper
            .MapGet("/sessions", List)
            .Needs(Role.Viewer)
            .WithSummary("The paper sessions, newest first")
            .WithDescription("Those that have ended too.");
        paper
            .MapGet("/status", ([AsParameters] SessionQuery query) => query.ShowAsync(StatusDocument.Of))
            .Needs(Role.Viewer)
            .WithSummary("How a session stands")
            .WithDescription("With its figures, its connection and its last verification.")
            .ProducesProblem(404);
        paper
            .MapGet("/strategies", ([AsParameters] SessionQuery query) => query.ShowAsync(PairList.Of))
            .Needs(Role.Viewer)
            .WithSummary("A session's strategies by symbol")
            .WithDescription("With how many bars each has seen and needs.")
            .ProducesProblem(404);
        paper
            .MapGet(
                "/market-data",
                ([AsParameters] SessionQuery query, CandleLake lake) =>
                    query.ShowAsync((row, session) => LatestCandles.Of(row, session, lake))
            )
            .Needs(Role.Viewer)
            .WithSummary("The newest candle of each of a session's symbols")
            .WithDescription("Of the session; where it has seen none yet, of the lake.")
            .ProducesProblem(404);
        paper
            .MapGet("/positions", ([AsParameters] SessionQuery query) => query.ShowAsync(PositionList.Of))
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
            .MapGet("/performance", ([AsParameters] SessionQuery query) => query.ShowAsync((_, session) => PerformanceDocument.Of(session)))
            .Needs(Role.Viewer)
            .WithSummary("A session in figures")
            .WithDescription("Over the whole session, open positions at their last close.")
            .ProducesProblem(404);
    }

    private static async Task<Ok<Page<SessionDocument>>> List([AsParameters] SessionListQuery query, PaperPages pages)
    {
        var (state, paging) = query.Read();
        var (total, rows) = await pages.ListAsync(state, paging);
        return TypedResults.Ok(new Page<SessionDocument>(total, paging.Limit, paging.Offset, [.. rows.Select(SessionDocument.Of)]));
    }

    private static async Task<Results<Ok<TradeHistory>, ProblemHttpResult>> History([AsParameters] HistoryQuery query, PaperPages pages)
    {
        var (symbol, paging) = query.Read();
        if (await pages.OpenAsync(query.SessionId) is not var (row, session))
            return PaperEndpoints.Missing(query.SessionId);
        var (total, trades) = await pages.TradesAsync(row.Number, symbol, paging);
        return TypedResults.Ok(TradeHistory.Of(row, session, total, trades, paging));
    }

    private static async Task<Results<Ok<SignalHistory>, ProblemHttpResult>> Signals([AsParameters] HistoryQuery query, PaperPages pages)
    {
        var (symbol, paging) = query.Read();
        if (await pages.FindAsync(query.SessionId) is not { } row)
            return PaperEndpoints.Missing(query.SessionId);
        var (total, signals) = await pages.SignalsAsync(row.Number, symbol, paging);
        return TypedResults.Ok(
            new SignalHistory(row.SessionId, total, paging.Limit, paging.Offset, [.. signals.Select(SignalHistory.PaperSignalDocument.Of)])
        );
    }
}
