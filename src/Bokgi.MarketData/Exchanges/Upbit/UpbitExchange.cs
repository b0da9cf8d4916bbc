using Bokgi.MarketData.Exchanges.Http;
using Bokgi.MarketData.Exchanges.Streams;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Exchanges.Upbit;

/// <summary>Upbit. It produces no bar for periods without trades, and never reports that a bar has closed.</summary>
internal sealed class UpbitExchange : IExchange
{
    public const string Name = "upbit";

    private const int InstrumentsPerRequest = 100;

    private readonly ExchangeHttp http;
    private readonly TradeFeed feed;

    public UpbitExchange(ExchangeOptions options, HttpMessageHandler? handler = null, FeedTimes? times = null)
    {
        http = new ExchangeHttp(Name, options, new UpbitDialect(), handler);
        feed = new TradeFeed(new UpbitStream(http, options.Stream), http.State, options.Clock, times ?? new FeedTimes());
    }

    public ExchangeTraits Traits { get; } = new(Name, UpbitRequests.Timeframes, UpbitRequests.MaximumCandles);

    public ExchangeState State => http.State.Read();

    public async Task<long> TimeAsync(CancellationToken cancel) => await UpbitStream.TimeAsync(http, cancel);

    public async Task<IReadOnlyList<ExchangeMarket>> MarketsAsync(CancellationToken cancel)
    {
        var markets = (await http.GetAsync(UpbitRequests.MarketGroup, UpbitRequests.Markets, UpbitMarkets.Read, cancel)).Value;
        var steps = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var codes in markets.Select(market => market.Code).Chunk(InstrumentsPerRequest))
        {
            var path = UpbitRequests.Instruments(codes);
            foreach (var (code, step) in (await http.GetAsync(UpbitRequests.OrderbookGroup, path, UpbitMarkets.ReadSteps, cancel)).Value)
                steps[code] = step;
        }

        return [.. markets.Select(market => market with { PriceStep = steps.TryGetValue(market.Code, out var step) ? step : null })];
    }

    public async Task<CandlePage> CandlesAsync(Symbol symbol, Timeframe timeframe, TimeRange range, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        if (range.StartUtc >= range.EndUtc)
            throw new ArgumentException("the range is empty", nameof(range));
        // One bar more than the range can hold if the range begins at a bar's open, so that a complete response shows whether older bars
        // exist: if the exchange returns fewer bars than requested, the market has no older ones.
        var barsInRange = ((range.EndUtc - range.StartUtc) / timeframe.NominalMicroseconds) + 1;
        var count = (int)Math.Min(UpbitRequests.MaximumCandles, Math.Max(1, barsInRange));
        var beforeUtc = CeilingToSecond(range.EndUtc);
        var response = await http.GetAsync(
            UpbitRequests.CandleGroup,
            UpbitRequests.Candles(symbol, timeframe, beforeUtc, count),
            body => UpbitCandles.Read(body, symbol, timeframe, beforeUtc, count),
            cancel
        );
        var candles = response.Value; // newest first
        var hasNoOlderBars = candles.Count < count;
        var isComplete = hasNoOlderBars || candles[^1].TimeUtc <= range.StartUtc;
        var rows = new CandleColumns(candles.Count);
        for (var i = candles.Count - 1; i >= 0; i--)
        {
            if (range.Contains(candles[i].TimeUtc))
                rows.Add(candles[i]);
        }

        return new CandlePage(
            rows,
            isComplete ? range : range with { StartUtc = candles[^1].TimeUtc },
            ReachesMarketStart: hasNoOlderBars && (candles.Count == 0 || candles[^1].TimeUtc >= range.StartUtc),
            response.TimeUtc
        );
    }

    public async Task<IReadOnlyList<Ticker>> TickersAsync(IReadOnlyList<Symbol> symbols, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        if (symbols.Count == 0)
            return [];
        var requested = symbols.ToHashSet();
        var path = UpbitRequests.Tickers(symbols.Select(symbol => symbol.Quote).Distinct(StringComparer.Ordinal));
        var tickers = await http.GetAsync(UpbitRequests.TickerGroup, path, UpbitTickers.Read, cancel);
        return [.. tickers.Value.Where(ticker => requested.Contains(ticker.Symbol))];
    }

    public IAsyncEnumerable<FeedMessage> StreamTradesAsync(IReadOnlyList<Symbol> symbols, CancellationToken cancel) =>
        feed.StreamAsync(symbols, cancel);

    public void Dispose() => http.Dispose();

    // Rounds up to whole seconds, the exchange's resolution. This adds no bar, because bars open on whole seconds. The end of a range that
    // has no limit becomes a year before DateTime.MaxValue, so that the rounded time is still a DateTime.
    private static long CeilingToSecond(long utc) =>
        (Math.Min(utc, UnixTime.FromDateTime(DateTime.MaxValue.AddYears(-1))) + UnixTime.MicrosecondsPerSecond - 1)
        / UnixTime.MicrosecondsPerSecond
        * UnixTime.MicrosecondsPerSecond;
}
