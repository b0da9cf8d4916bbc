namespace Bokgi.Host.Runs.Documents;

/// <summary>A trade.</summary>
internal sealed record TradeDocument
{
    public required string Symbol { get; init; }
    public required string EntryTime { get; init; }
    public required string ExitTime { get; init; }

    /// <summary>Index of the entry bar among the bars of the range.</summary>
    public required int EntryBar { get; init; }

    /// <summary>Index of the exit bar among the bars of the range.</summary>
    public required int ExitBar { get; init; }

    /// <summary>Price paid, slippage included.</summary>
    public required double EntryPrice { get; init; }

    /// <summary>Price received, slippage included.</summary>
    public required double ExitPrice { get; init; }
    public required double Quantity { get; init; }

    /// <summary>Fees of entry and exit.</summary>
    public required double Fees { get; init; }

    /// <summary>What slippage cost at entry and exit together.</summary>
    public required double SlippageCost { get; init; }

    /// <summary>Profit or loss in quote currency, after all costs.</summary>
    public required double Pnl { get; init; }

    /// <summary>Profit or loss as a fraction of the amount paid.</summary>
    public required double Return { get; init; }
    public required string ExitReason { get; init; }
    public required double Confidence { get; init; }

    /// <summary>Distance from the entry price to the lowest low while held, as a fraction of the entry price; 0 or negative.</summary>
    public required double MaxAdverseExcursion { get; init; }

    /// <summary>Distance from the entry price to the highest high while held, as a fraction of the entry price; 0 or positive.</summary>
    public required double MaxFavourableExcursion { get; init; }

    public static IReadOnlyList<TradeDocument> Of(string symbol, IReadOnlyList<Trade> trades) =>
        [.. trades.Select(trade => Of(symbol, trade))];

    public static TradeDocument Of(string symbol, in Trade trade) =>
        new()
        {
            Symbol = symbol,
            EntryTime = UnixTime.Format(trade.EntryTimeUtc),
            ExitTime = UnixTime.Format(trade.ExitTimeUtc),
            EntryBar = trade.EntryBar,
            ExitBar = trade.ExitBar,
            EntryPrice = trade.EntryPrice,
            ExitPrice = trade.ExitPrice,
            Quantity = trade.Quantity,
            Fees = trade.Fees,
            SlippageCost = trade.SlippageCost,
            Pnl = trade.Pnl,
            Return = trade.Return,
            ExitReason = WireNames.Of(trade.ExitReason),
            Confidence = trade.Confidence,
            MaxAdverseExcursion = trade.MaximumAdverseExcursion,
            MaxFavourableExcursion = trade.MaximumFavourableExcursion,
        };
}
