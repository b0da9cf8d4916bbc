using Bokgi.Host.PaperTrading.Simulation;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>A closed position: prices and quantity as in the account, money in exact decimals of the quote currency.</summary>
internal sealed class PaperTradeRow
{
    public long Number { get; init; }
    public long SessionNumber { get; init; }
    public required string PositionId { get; init; }
    public required string Symbol { get; init; }
    public required string Strategy { get; init; }

    /// <summary>Index of the entry bar among the market's live bars in the session, from 0; likewise <see cref="ExitBar"/>.</summary>
    public required int EntryBar { get; init; }
    public required int ExitBar { get; init; }
    public required long EntryUtc { get; init; }
    public required long ExitUtc { get; init; }
    public required double EntryPrice { get; init; }
    public required double ExitPrice { get; init; }
    public required double Quantity { get; init; }
    public required decimal EntryFee { get; init; }
    public required decimal ExitFee { get; init; }
    public required decimal Slippage { get; init; }

    /// <summary>Proceeds minus entry cost, including fees.</summary>
    public required decimal Pnl { get; init; }
    public required double Return { get; init; }
    public required ExitReason ExitReason { get; init; }
    public required double Confidence { get; init; }
    public required double MaximumAdverseExcursion { get; init; }
    public required double MaximumFavourableExcursion { get; init; }

    /// <summary>Whether it was entered or exited on a late bar: one fetched only after the next bar had closed.</summary>
    public required bool IsLate { get; init; }

    public static PaperTradeRow Of(long sessionNumber, SessionEvent.Closed closed)
    {
        var (pair, trade, money) = (closed.Pair, closed.Trade, closed.BookEntry);
        return new PaperTradeRow
        {
            SessionNumber = sessionNumber,
            PositionId = pair.PositionId(trade.EntryBar),
            Symbol = pair.Symbol.Code,
            Strategy = pair.Strategy.Name,
            EntryBar = trade.EntryBar,
            ExitBar = trade.ExitBar,
            EntryUtc = trade.EntryTimeUtc,
            ExitUtc = trade.ExitTimeUtc,
            EntryPrice = trade.EntryPrice,
            ExitPrice = trade.ExitPrice,
            Quantity = trade.Quantity,
            EntryFee = money.EntryFee,
            ExitFee = money.ExitFee,
            Slippage = money.SlippageAmount,
            Pnl = money.RealizedPnl!.Value,
            Return = (double)money.RealizedReturn!.Value,
            ExitReason = trade.ExitReason,
            Confidence = trade.Confidence,
            MaximumAdverseExcursion = trade.MaximumAdverseExcursion,
            MaximumFavourableExcursion = trade.MaximumFavourableExcursion,
            IsLate = closed.IsLate,
        };
    }
}
