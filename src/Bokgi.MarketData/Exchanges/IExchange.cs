using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges;

/// <summary>An exchange's public market data. Adapters wait for the exchange's rate limits by themselves and repeat what may be repeated.</summary>
/// <remarks>Every call throws <see cref="ExchangeException"/> when the exchange is away, refuses what was asked or answers nonsense.</remarks>
public interface IExchange : IDisposable
{
    /// <summary>What is peculiar to this exchange.</summary>
    ExchangeTraits Traits { get; }

    /// <summary>Since when the exchange has not answered, as far as any process of this user on this machine knows.</summary>
    ExchangeState State { get; }

    /// <summary>The exchange's time, microseconds UTC, to the second: what has not ended by it is still forming.</summary>
    Task<long> TimeAsync(CancellationToken cancel);

    /// <summary>The markets that can be traded, with their rules and warnings.</summary>
    Task<IReadOnlyList<ExchangeMarket>> MarketsAsync(CancellationToken cancel);

    /// <summary>The newest page of the candles of a range: one request, or few.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">One of <see cref="ExchangeTraits.Timeframes"/>.</param>
    /// <param name="range">Open times, UTC.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>Bars of the range's end, and the part of the range for which they are all there are; for the rest ask again.</returns>
    Task<CandlePage> CandlesAsync(Symbol symbol, Timeframe timeframe, TimeRange range, CancellationToken cancel);

    /// <summary>The present prices of markets.</summary>
    /// <param name="symbols">The markets; those that the exchange does not know are left out.</param>
    /// <param name="cancel">Ends the waiting.</param>
    Task<IReadOnlyList<Ticker>> TickersAsync(IReadOnlyList<Symbol> symbols, CancellationToken cancel);

    /// <summary>
    /// Trades as they happen, over one connection that is made again for ever. After a break, what was missed is fetched before the stream
    /// goes on; where that is too much, <see cref="FeedMessage.Missed"/> says so. Each trade comes once, though not always in order.
    /// </summary>
    /// <param name="symbols">The markets, at least one.</param>
    /// <param name="cancel">Ends the stream.</param>
    IAsyncEnumerable<FeedMessage> StreamTradesAsync(IReadOnlyList<Symbol> symbols, CancellationToken cancel);
}
