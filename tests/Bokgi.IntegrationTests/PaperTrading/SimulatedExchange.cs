using System.Runtime.CompilerServices;
using Bokgi.FakeExchange.Recording;
using Bokgi.MarketData.Exchanges;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>An in-memory exchange. A seed determines its candles, their trades, and which requests fail.</summary>
internal sealed class SimulatedExchange : IExchange
{
    private readonly Random random;
    private readonly Dictionary<Symbol, Candle[]> candles = [];

    /// <param name="symbols">The markets of the exchange.</param>
    /// <param name="startUtc">Open time of the first bar.</param>
    /// <param name="minutes">The number of minutes to simulate. A minute without trades has no bar.</param>
    /// <param name="seed">Seeds all random choices.</param>
    public SimulatedExchange(IReadOnlyList<Symbol> symbols, long startUtc, int minutes, int seed)
    {
        random = new Random(seed);
        foreach (var symbol in symbols)
            candles[symbol] = [.. GenerateCandles(startUtc, minutes)];
        Trades =
        [
            .. candles
                .SelectMany(entry => entry.Value.SelectMany(bar => TradesOf(entry.Key, bar, (ulong)seed)))
                .OrderBy(trade => trade.TimeUtc)
                .ThenBy(trade => trade.Symbol)
                .ThenBy(trade => trade.Id),
        ];
    }

    /// <summary>All trades, ordered by time.</summary>
    public IReadOnlyList<ExchangeTrade> Trades { get; }

    /// <summary>The exchange's current time, microseconds UTC.</summary>
    public long NowUtc { get; set; }

    /// <summary>How many requests the exchange has received.</summary>
    public int Requests { get; private set; }

    /// <summary>The share of requests that fail as unavailable, from 0 to 1.</summary>
    public double UnavailableShare { get; set; }

    /// <summary>Candles that the exchange has corrected, by symbol and open time. They no longer match their trades.</summary>
    public Dictionary<(Symbol Symbol, long OpenUtc), Candle> Corrections { get; } = [];

    public ExchangeTraits Traits { get; } = new("upbit", Timeframe.All, 200);

    public ExchangeState State => new(null, null, null);

    /// <summary>The candles of a range before any correction, which match their trades.</summary>
    public IEnumerable<Candle> OriginalCandles(Symbol symbol, TimeRange range) =>
        candles.GetValueOrDefault(symbol, []).Where(bar => range.Contains(bar.TimeUtc));

    public Task<long> TimeAsync(CancellationToken cancel)
    {
        CountRequestAndMaybeFail();
        return Task.FromResult(NowUtc / UnixTime.MicrosecondsPerSecond * UnixTime.MicrosecondsPerSecond);
    }

    public Task<CandlePage> CandlesAsync(Symbol symbol, Timeframe timeframe, TimeRange range, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        CountRequestAndMaybeFail();
        var available = OriginalCandles(symbol, range).Where(bar => bar.TimeUtc <= NowUtc).Select(bar => AsReturned(symbol, bar)).ToList();
        var page = available.TakeLast(random.Next(1, 30)).ToList();
        var rows = new CandleColumns();
        page.ForEach(bar => rows.Add(bar));
        var coveredRange = page.Count == available.Count ? range : range with { StartUtc = page[0].TimeUtc };
        var reachesMarketStart =
            page.Count == available.Count && !OriginalCandles(symbol, new TimeRange(long.MinValue, coveredRange.StartUtc)).Any();
        return Task.FromResult(new CandlePage(rows, coveredRange, reachesMarketStart, NowUtc));
    }

    public Task<IReadOnlyList<ExchangeMarket>> MarketsAsync(CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<Ticker>> TickersAsync(IReadOnlyList<Symbol> symbols, CancellationToken cancel) =>
        throw new NotSupportedException();

    public async IAsyncEnumerable<FeedMessage> StreamTradesAsync(
        IReadOnlyList<Symbol> symbols,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        await Task.CompletedTask;
        yield break; // the simulation delivers the trades itself
    }

    public void Dispose()
    {
        // There is nothing to release.
    }

    private void CountRequestAndMaybeFail()
    {
        Requests++;
        if (random.NextDouble() < UnavailableShare)
            throw new ExchangeException(ExchangeErrorKind.Unavailable, "the simulated exchange is unavailable");
    }

    // A bar that is still forming is returned with half of its volume.
    private Candle AsReturned(Symbol symbol, Candle bar)
    {
        var returned = Corrections.GetValueOrDefault((symbol, bar.TimeUtc), bar);
        return Timeframe.OneMinute.EndOf(bar.TimeUtc) <= NowUtc ? returned : returned with { Volume = returned.Volume / 2 };
    }

    private IEnumerable<Candle> GenerateCandles(long startUtc, int minutes)
    {
        var price = random.Next(1_000, 2_000);
        var shareWithoutTrades = random.NextDouble() * 0.4;
        for (var minute = 0; minute < minutes; minute++)
        {
            if (random.NextDouble() < shareWithoutTrades)
                continue;
            var (open, close) = (price, Math.Max(10, price + random.Next(-30, 31)));
            var (high, low) = (Math.Max(open, close) + random.Next(0, 8), Math.Min(open, close) - random.Next(0, 8));
            // Volumes are multiples of 1/16, which a double represents exactly.
            var maxSixteenths = random.Next(3) == 0 ? 5_000 : 500;
            var volume = random.Next(1, maxSixteenths) / 16.0;
            yield return new Candle(Timeframe.OneMinute.NominalMicroseconds * minute + startUtc, open, high, low, close, volume);
            price = close + random.Next(-3, 4);
        }
    }

    private static IEnumerable<ExchangeTrade> TradesOf(Symbol symbol, Candle bar, ulong seed)
    {
        var trades = TradeGenerator.Generate(symbol, Timeframe.OneMinute, bar, seed);
        return trades.Length == 0
            ? throw new InvalidOperationException($"no sequence of trades produces {bar}")
            : trades.Select(trade => new ExchangeTrade(symbol, trade.Id, trade.TimeUtc, trade.Price, trade.Quantity, trade.IsBuy));
    }
}
