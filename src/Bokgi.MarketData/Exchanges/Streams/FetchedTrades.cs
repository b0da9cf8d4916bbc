namespace Bokgi.MarketData.Exchanges.Streams;

/// <summary>Trades fetched after a reconnect.</summary>
/// <param name="Trades">The trades in any order; null when there are too many to fetch.</param>
/// <param name="UntilUtc">The time up to which the trades are complete, microseconds UTC.</param>
internal sealed record FetchedTrades(IReadOnlyList<ExchangeTrade>? Trades, long UntilUtc);
