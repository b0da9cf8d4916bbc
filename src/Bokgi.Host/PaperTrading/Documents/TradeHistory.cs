using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;

namespace Bokgi.Host.PaperTrading.Documents;

/// <summary>A page of a session's trades, newest first, with figures over the whole session.</summary>
internal sealed record TradeHistory(
    string SessionId,
    int Total,
    int Limit,
    int Offset,
    IReadOnlyList<TradeHistory.PaperTradeDocument> Trades,
    PerformanceDocument Performance
)
{
    public static TradeHistory Of(
        PaperSessionRow row,
        PaperSession session,
        int total,
        IReadOnlyList<PaperTradeRow> trades,
        Paging paging
    ) => new(row.SessionId, total, paging.Limit, paging.Offset, [.. trades.Select(PaperTradeDocument.Of)], PerformanceDocument.Of(session));

    /// <summary>A closed position. Money is exact and in quote currency.</summary>
    /// <param name="Id">The id that the position had.</param>
    /// <param name="Symbol">The market.</param>
    /// <param name="StrategyName">The strategy.</param>
    /// <param name="EntryTime">When it was bought.</param>
    /// <param name="ExitTime">When it was sold.</param>
    /// <param name="EntryPrice">Entry price, including slippage.</param>
    /// <param name="ExitPrice">Exit price, including slippage.</param>
    /// <param name="Quantity">Quantity in base currency.</param>
    /// <param name="RealizedPnl">Proceeds minus cost, including fees.</param>
    /// <param name="RealizedPnlPct">Realized profit or loss as a fraction of the cost: 0.02 is 2 %.</param>
    /// <param name="FeeAmount">Fees of both legs.</param>
    /// <param name="SlippageAmount">Slippage of both legs.</param>
    /// <param name="HoldDuration">Seconds from entry to exit.</param>
    /// <param name="ExitReason">Why it was sold.</param>
    /// <param name="Confidence">Confidence of the signal that opened it, 0 to 1.</param>
    /// <param name="Late">Whether it was entered or exited on a late bar, one that was fetched only after the next bar had closed.</param>
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
