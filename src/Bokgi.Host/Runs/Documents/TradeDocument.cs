namespace Bokgi.Host.Runs.Documents;

/// <summary>A trade.</summary>
internal sealed record TradeDocument
{
    public required string Symbol { get; init; }
    public required string EntryTime { get; init; }
    public required string ExitTime { get; init; }
    public required int EntryBar { get; init; }
    public required int ExitBar { get; init; }
    public required double EntryPrice { get; init; }
    public required double ExitPrice { get; init; }
    public required double Quantity { get; init; }
    public required double Fees { get; init; }
    public required double SlippageCost { get; init; }
    public required double Pnl { get; init; }
    public required double Return { get; init; }
    public required string ExitReason { get; init; }
    public required double Confidence { get; init; }
    public required double MaxAdverseExcursion { get; init; }
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
