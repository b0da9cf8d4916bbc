namespace Bokgi.MarketData.Exchanges.Streams;

/// <summary>Trades that were fetched after a break.</summary>
/// <param name="Trades">In any order; null when they are too many to be fetched.</param>
/// <param name="UntilUtc">Up to when they are all there are, microseconds UTC.</param>
internal sealed record FetchedTrades(IReadOnlyList<ExchangeTrade>? Trades, long UntilUtc);
