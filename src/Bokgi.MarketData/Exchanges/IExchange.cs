using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges;

/// <summary>An exchange's public market data. Adapters observe the exchange's rate limits and retry where that is safe.</summary>
/// <remarks>
/// Every call throws <see cref="ExchangeException"/> when the exchange is unavailable, rejects the request or returns a malformed response.
/// </remarks>
public interface IExchange : IDisposable
{
    /// <summary>The characteristics of this exchange.</summary>
    ExchangeTraits Traits { get; }

    /// <summary>
    /// Whether the exchange is available, or when its outage began, as observed by all processes of the same operating-system user.
    /// </summary>
    ExchangeState State { get; }

    /// <summary>The exchange's current time, microseconds UTC, accurate to the second. Bars that end after it are still forming.</summary>
    Task<long> TimeAsync(CancellationToken cancel);

    /// <summary>
    /// The exchange's markets, with their rules and warnings, including those whose <see cref="ExchangeMarket.IsTrading"/> is false.
    /// </summary>
    Task<IReadOnlyList<ExchangeMarket>> MarketsAsync(CancellationToken cancel);

    /// <summary>Downloads the newest candles of a range, as many as fit into a page, with one request or a few.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">One of <see cref="ExchangeTraits.Timeframes"/>.</param>
    /// <param name="range">Open times, UTC.</param>
    /// <param name="cancel">Stops the waiting.</param>
    /// <returns>The last bars of the range, and the part of the range that they cover completely; request the rest separately.</returns>
    Task<CandlePage> CandlesAsync(Symbol symbol, Timeframe timeframe, TimeRange range, CancellationToken cancel);

    /// <summary>The current prices of markets.</summary>
    /// <param name="symbols">The markets; those that the exchange does not know are left out.</param>
    /// <param name="cancel">Stops the waiting.</param>
    Task<IReadOnlyList<Ticker>> TickersAsync(IReadOnlyList<Symbol> symbols, CancellationToken cancel);

    /// <summary>
    /// Trades as they happen, over one connection that is re-established indefinitely. After a disconnect, missed trades are fetched before
    /// the stream continues; if there are too many, <see cref="FeedMessage.Missed"/> reports it. Each trade is delivered once, though not
    /// always in order.
    /// </summary>
    /// <param name="symbols">The markets, at least one.</param>
    /// <param name="cancel">Stops the stream.</param>
    IAsyncEnumerable<FeedMessage> StreamTradesAsync(IReadOnlyList<Symbol> symbols, CancellationToken cancel);
}
