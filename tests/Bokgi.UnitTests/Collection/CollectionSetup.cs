using Bokgi.Host.Collection;
using Bokgi.Host.Platform.Exchanges;
using Bokgi.Host.Platform.Settings;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests.Lake;
using Microsoft.Extensions.Configuration;

namespace Bokgi.UnitTests.Collection;

/// <summary>A collector with a temporary lake, a manual clock and an in-memory exchange.</summary>
internal sealed class CollectionSetup : IDisposable
{
    private readonly TemporaryLake temporaryLake = new();
    private readonly CandleCollector collector;
    private readonly CollectionSplitter splitter;

    /// <param name="exchange">The exchange.</param>
    /// <param name="timeframe">The timeframe of the collected candles.</param>
    /// <param name="pieceBars">The number of bars of a piece, which is what a worker collects at a time.</param>
    public CollectionSetup(MemoryExchange exchange, Timeframe timeframe, int pieceBars = 20_000)
    {
        Exchange = exchange;
        Series = new CollectionSeries("upbit", Symbol.Parse("BTC_KRW"), timeframe);
        var settings = HostSettings.Read(temporaryLake.Lake.Root, new ConfigurationBuilder().Build());
        var exchanges = new ExchangeConnections(settings, Clock, (_, _) => exchange);
        collector = new CandleCollector(temporaryLake.Lake, exchanges, Clock);
        splitter = new CollectionSplitter(temporaryLake.Lake, exchanges, pieceBars);
    }

    public MemoryExchange Exchange { get; }

    public CollectionSeries Series { get; }

    public ManualClock Clock { get; } = new();

    public CandleLake Lake => temporaryLake.Lake;

    public CollectionRecord? Record => Lake.GetCollectionRecord(Series.Symbol, Series.Timeframe);

    public string RecordPath => temporaryLake.PathOf($"{Series.Symbol}/{Series.Timeframe}/.collected.json");

    public IReadOnlyList<CollectionPiece> Cut(RequestedSpan requested) => splitter.Cut([Series], requested, CancellationToken.None)[0];

    /// <summary>Cuts the requested span into pieces and collects one after the other. An exception ends the collection.</summary>
    public SeriesOutcome Collect(RequestedSpan requested, CancellationToken cancel = default)
    {
        var outcome = SeriesOutcome.Of(Series);
        foreach (var piece in Cut(requested))
            collector.CollectAsync(piece, outcome, Advance, cancel).GetAwaiter().GetResult();
        return outcome;
    }

    /// <summary>The number of bars that the collector has reported as done.</summary>
    public long BarsDone { get; private set; }

    public void Store(IEnumerable<Candle> candles) => temporaryLake.Write(Series.Symbol.Code, Series.Timeframe, [.. candles]);

    public Candle[] ReadStoredCandles()
    {
        if (!Lake.HasCandles(Series.Symbol, Series.Timeframe, TimeRange.All))
            return [];
        using var batch = Lake.Load([Series.Symbol], Series.Timeframe, TimeRange.All);
        return
        [
            .. Enumerable
                .Range(0, batch.Count)
                .Select(i => new Candle(batch.Times[i], batch.Open[i], batch.High[i], batch.Low[i], batch.Close[i], batch.Volume[i])),
        ];
    }

    public void Dispose() => temporaryLake.Dispose();

    private void Advance(long bars) => BarsDone += bars;
}
