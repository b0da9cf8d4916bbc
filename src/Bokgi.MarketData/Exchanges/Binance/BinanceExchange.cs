using Bokgi.MarketData.Exchanges.Http;
using Bokgi.MarketData.Exchanges.Streams;
using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Binance;

/// <summary>Binance's spot market. Unlike Upbit, Binance has bars even for periods without trades.</summary>
internal sealed class BinanceExchange : IExchange
{
    public const string Name = "binance";

    private readonly ExchangeHttp http;
    private readonly TradeFeed feed;

    public BinanceExchange(ExchangeOptions options, HttpMessageHandler? handler = null, FeedTimes? times = null)
    {
        http = new ExchangeHttp(Name, options, new BinanceDialect(), handler);
        feed = new TradeFeed(new BinanceStream(http, options.Stream), http.State, options.Clock, times ?? new FeedTimes());
    }

    public ExchangeTraits Traits { get; } = new(Name, BinanceRequests.Timeframes, BinanceRequests.MaximumCandles);

    public ExchangeState State => http.State.Read();

    public async Task<long> TimeAsync(CancellationToken cancel) => await BinanceStream.TimeAsync(http, cancel);

    public async Task<IReadOnlyList<ExchangeMarket>> MarketsAsync(CancellationToken cancel) =>
        (
            await http.GetAsync(
                BinanceRequests.Group,
                BinanceRequests.Markets,
                BinanceMarkets.Read,
                cancel,
                BinanceRequests.MarketWeight,
                ResponseBody.MarketListBytes
            )
        ).Value;

    public async Task<CandlePage> CandlesAsync(Symbol symbol, Timeframe timeframe, TimeRange range, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        if (range.StartUtc >= range.EndUtc)
            throw new ArgumentException("the range is empty", nameof(range));
        // If a range has more bars than fit on a page, Binance returns the first bars of the range. The last bars are needed, so only the last
        // part of the range is requested. The part is one bar shorter than a page, because OpenOf may add a bar at its start.
        var span = (BinanceRequests.MaximumCandles - 1) * timeframe.NominalMicroseconds;
        var lastPart = range with { StartUtc = Math.Max(range.StartUtc, timeframe.OpenOf(range.EndUtc - span)) };
        var response = await http.GetAsync(
            BinanceRequests.Group,
            BinanceRequests.Candles(symbol, timeframe, lastPart, BinanceRequests.MaximumCandles),
            body => BinanceCandles.Read(body, timeframe, lastPart),
            cancel,
            BinanceRequests.CandleWeight
        );
        var reachesMarketStart = response.Value.Count == 0 && await FirstOpenUtcAsync(symbol, timeframe, cancel) >= lastPart.StartUtc;
        return new CandlePage(response.Value, reachesMarketStart ? range : lastPart, reachesMarketStart, response.TimeUtc);
    }

    public async Task<IReadOnlyList<Ticker>> TickersAsync(IReadOnlyList<Symbol> symbols, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        if (symbols.Count == 0)
            return [];
        var requested = symbols.Distinct().ToDictionary(BinanceRequests.Code, StringComparer.Ordinal);
        var response = await http.GetAsync(
            BinanceRequests.Group,
            BinanceRequests.Tickers,
            body => BinanceTickers.Read(body, requested),
            cancel,
            BinanceRequests.TickerWeight
        );
        return response.Value;
    }

    public IAsyncEnumerable<FeedMessage> StreamTradesAsync(IReadOnlyList<Symbol> symbols, CancellationToken cancel) =>
        feed.StreamAsync(symbols, cancel);

    public void Dispose() => http.Dispose();

    // When the market's first bar opens, microseconds UTC; long.MaxValue if the market has no bars. It is needed because an empty page does
    // not prove that the market has no older bars: the exchange may have had an outage.
    private async Task<long> FirstOpenUtcAsync(Symbol symbol, Timeframe timeframe, CancellationToken cancel)
    {
        var first = await http.GetAsync(
            BinanceRequests.Group,
            BinanceRequests.FirstCandle(symbol, timeframe),
            body => BinanceCandles.Read(body, timeframe, TimeRange.All),
            cancel,
            BinanceRequests.CandleWeight
        );
        using var rows = first.Value;
        return rows.Count > 0 ? rows.Times[0] : long.MaxValue;
    }
}
