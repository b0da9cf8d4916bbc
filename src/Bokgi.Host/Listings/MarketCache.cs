using Bokgi.Host.Platform.Exchanges;

namespace Bokgi.Host.Listings;

/// <summary>The KRW markets of Upbit and their current or last known prices.</summary>
internal sealed class MarketCache : IDisposable
{
    private const string Name = ExchangeCatalogue.Default;
    private const string Quote = "KRW";

    private readonly IExchange exchange;

    public MarketCache(ExchangeConnections exchanges, HostSettings settings, TimeProvider clock)
    {
        exchange = exchanges.For(Name);
        var folder = Path.Combine(settings.StateRoot, "markets");
        Markets = new ExchangeCache<MarketDocument>(
            exchange,
            Path.Combine(folder, $"{Name}-markets.json"),
            (TimeSpan.FromHours(1), TimeSpan.Zero),
            MarketsAsync,
            clock
        );
        Tickers = new ExchangeCache<TickerDocument>(
            exchange,
            Path.Combine(folder, $"{Name}-tickers.json"),
            (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
            TickersAsync,
            clock
        );
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

    private async Task<IReadOnlyList<MarketDocument>> MarketsAsync(CancellationToken cancel)
    {
        var markets = await exchange.MarketsAsync(cancel);
        return [.. markets.Where(market => market.Symbol.Quote == Quote).OrderBy(market => market.Symbol).Select(MarketDocument.Of)];
    }

    private async Task<IReadOnlyList<TickerDocument>> TickersAsync(CancellationToken cancel)
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
