using Bokgi.Host.Platform.Exchanges;

namespace Bokgi.Host.Listings;

/// <summary>The KRW markets of Upbit and their current or last known prices.</summary>
internal sealed class MarketCache : IDisposable
{
    private const string ExchangeName = ExchangeCatalogue.Default;
    private const string Quote = "KRW";

    private readonly IExchange exchange;

    public MarketCache(ExchangeConnections exchanges, HostSettings settings, TimeProvider clock)
    {
        exchange = exchanges.GetOrOpen(ExchangeName);
        // The copy of the prices on disk is written at most once a minute, because they are fetched up to once a second.
        Markets = CreateCache("markets", maximumAge: TimeSpan.FromHours(1), writeInterval: TimeSpan.Zero, FetchMarketsAsync);
        Tickers = CreateCache("tickers", maximumAge: TimeSpan.FromSeconds(1), writeInterval: TimeSpan.FromMinutes(1), FetchTickersAsync);

        ExchangeCache<T> CreateCache<T>(
            string kind,
            TimeSpan maximumAge,
            TimeSpan writeInterval,
            Func<CancellationToken, Task<IReadOnlyList<T>>> fetch
        )
        {
            var path = Path.Combine(settings.StateRoot, "markets", $"{ExchangeName}-{kind}.json");
            return new ExchangeCache<T>(exchange, path, maximumAge, writeInterval, fetch, clock);
        }
    }

    /// <summary>All KRW markets, by symbol.</summary>
    public ExchangeCache<MarketDocument> Markets { get; }

    /// <summary>Prices of the markets that are trading, most traded first.</summary>
    public ExchangeCache<TickerDocument> Tickers { get; }

    public void Dispose()
    {
        Markets.Dispose();
        Tickers.Dispose();
    }

    private async Task<IReadOnlyList<MarketDocument>> FetchMarketsAsync(CancellationToken cancel)
    {
        var markets = await exchange.MarketsAsync(cancel);
        return [.. markets.Where(market => market.Symbol.Quote == Quote).OrderBy(market => market.Symbol).Select(MarketDocument.Of)];
    }

    private async Task<IReadOnlyList<TickerDocument>> FetchTickersAsync(CancellationToken cancel)
    {
        var markets = (await Markets.GetAsync(cancel))
            .Items.Where(market => market.IsTrading)
            .ToDictionary(market => Symbol.Parse(market.Symbol));
        var tickers = await exchange.TickersAsync([.. markets.Keys], cancel);
        return
        [
            .. tickers
                .OrderByDescending(ticker => ticker.QuoteVolume24h)
                .Select(ticker => TickerDocument.Of(ticker, markets[ticker.Symbol] is { HasWarning: true } or { Cautions.Count: > 0 })),
        ];
    }
}
