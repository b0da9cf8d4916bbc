using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;

namespace Bokgi.Host.PaperTrading.Documents;

/// <summary>A session's open positions.</summary>
internal sealed record PositionList(string SessionId, int Count, IReadOnlyList<PositionList.PositionDocument> Positions)
{
    public static PositionList Of(PaperSessionRow row, PaperSession session)
    {
        var pairsWithPosition = session.Pairs.Where(pair => pair.Position is not null).ToList();
        return new PositionList(
            row.SessionId,
            pairsWithPosition.Count,
            [.. pairsWithPosition.Select(pair => PositionDocument.Of(session, pair))]
        );
    }

    /// <summary>An open position. Money is in quote currency.</summary>
    /// <param name="PositionId">The id by which it can be closed, and the id of the trade that it becomes.</param>
    /// <param name="Symbol">The market.</param>
    /// <param name="StrategyName">The strategy.</param>
    /// <param name="EntryTime">When it was bought.</param>
    /// <param name="EntryPrice">Entry price, including slippage.</param>
    /// <param name="Quantity">Quantity in base currency.</param>
    /// <param name="CurrentPrice">The last close.</param>
    /// <param name="UnrealizedPnl">Value at that close minus cost, including the entry fee.</param>
    /// <param name="UnrealizedPnlPct">Unrealized profit or loss as a fraction of the cost: 0.02 is 2 %.</param>
    /// <param name="FeeAmount">The entry fee.</param>
    /// <param name="Late">Whether it was entered on a late bar, one that was fetched only after the next bar had closed.</param>
    public sealed record PositionDocument(
        string PositionId,
        string Symbol,
        string StrategyName,
        string EntryTime,
        double EntryPrice,
        double Quantity,
        double CurrentPrice,
        decimal UnrealizedPnl,
        double UnrealizedPnlPct,
        decimal FeeAmount,
        bool Late
    )
    {
        public static PositionDocument Of(PaperSession session, PaperPair pair)
        {
            var position = pair.Position!.Value;
            var unrealized = PerformanceDocument.UnrealizedPnlOf(session, pair, position);
            return new PositionDocument(
                pair.PositionId!,
                pair.Plan.Symbol.Code,
                pair.Plan.Strategy.Name,
                UnixTime.Format(position.EntryTimeUtc),
                position.EntryPrice,
                position.Quantity,
                session.Latest[pair.Plan.Symbol].Close,
                unrealized,
                (double)(unrealized / (decimal)position.EntryCost),
                pair.BookEntry!.FeeAmount,
                pair.IsEntryLate
            );
        }
    }
}
