using Bokgi.Host.PaperTrading.Sessions;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Platform.Queries;
using Bokgi.Markets;

namespace Bokgi.Host.PaperTrading.Documents;

/// <summary>A page of a session's trades, the newest first, with figures over the whole session.</summary>
internal sealed record TradeHistory(
    string SessionId,
    int Total,
    int Limit,
    int Offset,
    IReadOnlyList<TradeHistory.PaperTradeDocument> Trades,
    PerformanceDocument Performance
)
{
    /// <summary>A page of a session's trades.</summary>
    /// <param name="row">The session.</param>
    /// <param name="session">The same with its state.</param>
    /// <param name="pages">Where the trades are kept.</param>
    /// <param name="symbol">Only those of one market; null for all.</param>
    /// <param name="paging">Which of them.</param>
    public static TradeHistory Of(PaperSessionRow row, PaperSession session, PaperPages pages, string? symbol, Paging paging)
    {
        var (total, trades) = pages.Trades(row.Number, symbol, paging);
        return new TradeHistory(
            row.SessionId,
            total,
            paging.Limit,
            paging.Offset,
            [.. trades.Select(PaperTradeDocument.Of)],
            PerformanceDocument.Of(session)
        );
    }

    /// <summary>A closed position. Money is exact and in quote currency.</summary>
    /// <param name="Id">What the position was called.</param>
    /// <param name="Symbol">The market.</param>
    /// <param name="StrategyName">The strategy.</param>
    /// <param name="EntryTime">When it was bought.</param>
    /// <param name="ExitTime">When it was sold.</param>
    /// <param name="EntryPrice">Slippage included.</param>
    /// <param name="ExitPrice">Slippage included.</param>
    /// <param name="Quantity">Base currency.</param>
    /// <param name="RealizedPnl">Proceeds less what was paid, fees included.</param>
    /// <param name="RealizedPnlPct">That as a fraction of what was paid: 0.02 is 2 %.</param>
    /// <param name="FeeAmount">Of both legs.</param>
    /// <param name="SlippageAmount">Of both legs.</param>
    /// <param name="HoldDuration">Seconds from entry to exit.</param>
    /// <param name="ExitReason">Why it was sold.</param>
    /// <param name="Confidence">Of the signal that opened it, 0 to 1.</param>
    /// <param name="Late">Whether a bar that came late entered or left it.</param>
    public sealed record PaperTradeDocument(
        string Id,
        string Symbol,
        string StrategyName,
        string EntryTime,
        string ExitTime,
        double EntryPrice,
        double ExitPrice,
        double Quantity,
        decimal RealizedPnl,
        double RealizedPnlPct,
        decimal FeeAmount,
        decimal SlippageAmount,
        double HoldDuration,
        string ExitReason,
        double Confidence,
        bool Late
    )
    {
        public static PaperTradeDocument Of(PaperTradeRow row) =>
            new(
                row.PositionId,
                row.Symbol,
                row.Strategy,
                UnixTime.Format(row.EntryUtc),
                UnixTime.Format(row.ExitUtc),
                row.EntryPrice,
                row.ExitPrice,
                row.Quantity,
                row.Pnl,
                row.Return,
                row.EntryFee + row.ExitFee,
                row.Slippage,
                (row.ExitUtc - row.EntryUtc) / (double)UnixTime.MicrosecondsPerSecond,
                WireNames.Of(row.ExitReason),
                row.Confidence,
                row.IsLate
            );
    }
}
