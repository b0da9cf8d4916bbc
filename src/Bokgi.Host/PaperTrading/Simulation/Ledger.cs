using Bokgi.Host.PaperTrading.Store;
using Bokgi.Markets;

namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>Books trades in exact money: prices and quantities come from the account, costs and proceeds are computed in decimal.</summary>
internal sealed class Ledger(SessionPlan plan)
{
    /// <summary>Books a closed position; its session and number are set later.</summary>
    public PaperTradeRow Book(SessionEvent.Closed closed)
    {
        var (pair, trade) = (closed.Pair, closed.Trade);
        var (quantity, entry, exit) = ((decimal)trade.Quantity, (decimal)trade.EntryPrice, (decimal)trade.ExitPrice);
        var (entryFee, exitFee) = (Fee(pair, trade.EntryTimeUtc, quantity * entry), Fee(pair, trade.ExitTimeUtc, quantity * exit));
        var cost = (quantity * entry) + entryFee;
        var pnl = (quantity * exit) - exitFee - cost;
        return new PaperTradeRow
        {
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
            EntryFee = entryFee,
            ExitFee = exitFee,
            Slippage = (decimal)trade.SlippageCost,
            Pnl = pnl,
            Return = (double)(pnl / cost),
            ExitReason = trade.ExitReason,
            Confidence = trade.Confidence,
            MaximumAdverseExcursion = trade.MaximumAdverseExcursion,
            MaximumFavourableExcursion = trade.MaximumFavourableExcursion,
            IsLate = closed.IsLate,
        };
    }

    /// <summary>The fee of a leg, quote currency.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="timeUtc">When it was filled, microseconds UTC.</param>
    /// <param name="notional">Quantity times fill, quote currency.</param>
    public decimal Fee(PaperPair pair, long timeUtc, decimal notional) =>
        notional * (decimal)plan.AccountOf(pair.Symbol).FeeRateIn(new TimeRange(timeUtc, timeUtc + 1))!.Value;
}
