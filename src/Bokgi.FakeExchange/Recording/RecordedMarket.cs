using System.Collections.Concurrent;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.FakeExchange.Recording;

/// <summary>A market of the lake as of any given time: closed bars, the forming bar, and trades generated from the bars.</summary>
/// <param name="lake">Where the candles are stored. Each timeframe is loaded on first use and cached.</param>
/// <param name="symbol">The market.</param>
/// <param name="storedTimeframes">The timeframes that the lake has for the market, shortest first.</param>
/// <param name="seed">Seed for generating trades.</param>
internal sealed class RecordedMarket(CandleLake lake, Symbol symbol, IReadOnlyList<Timeframe> storedTimeframes, ulong seed) : IDisposable
{
    private readonly ConcurrentDictionary<Timeframe, Lazy<CandleSeries>> series = new();

    public Symbol Symbol { get; } = symbol;

    /// <summary>The timeframes that the lake has for the market, shortest first.</summary>
    public IReadOnlyList<Timeframe> StoredTimeframes { get; } = storedTimeframes;

    /// <summary>
    /// The timeframe of the bars from which trades are generated. Null if the lake has no bars of a minute or less; then the market has no
    /// trades.
    /// </summary>
    public Timeframe? SourceTimeframe { get; } =
        storedTimeframes.FirstOrDefault(timeframe => timeframe.NominalMicroseconds <= Timeframe.OneMinute.NominalMicroseconds);

    /// <summary>
    /// All bars of a timeframe. If the lake does not store them, they are resampled from the longest stored timeframe that fits a whole
    /// number of times; empty if there is none.
    /// </summary>
    public CandleSeries GetSeries(Timeframe timeframe) =>
        series.GetOrAdd(timeframe, static (key, market) => new Lazy<CandleSeries>(() => market.Load(key)), this).Value;

    /// <summary>The trades of a bar of <see cref="SourceTimeframe"/>.</summary>
    public GeneratedTrade[] GenerateTrades(int barIndex) =>
        TradeGenerator.Generate(Symbol, SourceTimeframe!, GetSeries(SourceTimeframe!)[barIndex], seed);

    /// <summary>The number of bars that are closed at a given time.</summary>
    public int CountClosedBars(Timeframe timeframe, long nowUtc) => GetSeries(timeframe).FirstIndexAtOrAfter(timeframe.OpenOf(nowUtc));

    /// <summary>
    /// The bar that contains a given time, built from the trades from its open to that time; null if there are none, or if the timeframe is
    /// shorter than <see cref="SourceTimeframe"/>.
    /// </summary>
    public Candle? FormingBarAt(Timeframe timeframe, long nowUtc)
    {
        if (SourceTimeframe is null || SourceTimeframe.NominalMicroseconds > timeframe.NominalMicroseconds)
            return null;
        var open = timeframe.OpenOf(nowUtc);
        var bars = GetSeries(SourceTimeframe);
        Candle? forming = null;
        var volume = 0m; // a decimal, because an exchange's sums are exact
        var index = bars.FirstIndexAtOrAfter(open);
        for (; index < bars.Count && SourceTimeframe.EndOf(bars.Times[index]) <= nowUtc; index++)
        {
            forming = Merge(forming, bars[index] with { TimeUtc = open });
            volume += TradeGenerator.ToExactDecimal(bars.Volume[index]);
        }

        if (index < bars.Count && bars.Times[index] <= nowUtc)
        {
            foreach (var trade in GenerateTrades(index).TakeWhile(trade => trade.TimeUtc <= nowUtc))
            {
                var price = (double)trade.Price;
                forming = Merge(forming, new Candle(open, price, price, price, price, 0));
                volume += trade.Quantity;
            }
        }

        return forming is { } candle ? candle with { Volume = (double)volume } : null;
    }

    /// <summary>The last trade at or before a time, and the index of its bar; null if there is none.</summary>
    public (GeneratedTrade Trade, int BarIndex)? LastTradeAt(long nowUtc)
    {
        if (SourceTimeframe is null)
            return null;
        var bars = GetSeries(SourceTimeframe);
        for (var index = bars.FirstIndexAtOrAfter(nowUtc + 1) - 1; index >= 0; index--)
        {
            var trades = GenerateTrades(index);
            var last = Array.FindLastIndex(trades, trade => trade.TimeUtc <= nowUtc);
            if (last >= 0)
                return (trades[last], index);
        }

        return null;
    }

    /// <summary>Merges a bar with a later one; without an earlier bar, the result is the later one.</summary>
    public static Candle Merge(Candle? earlier, in Candle later) =>
        earlier is not { } first
            ? later
            : first with
            {
                High = Math.Max(first.High, later.High),
                Low = Math.Min(first.Low, later.Low),
                Close = later.Close,
                Volume = first.Volume + later.Volume,
            };

    public void Dispose()
    {
        foreach (var loaded in series.Values.Where(each => each.IsValueCreated))
            loaded.Value.Dispose();
    }

    private CandleSeries Load(Timeframe timeframe)
    {
        if (StoredTimeframes.Contains(timeframe))
            return lake.LoadSeries(Symbol, timeframe, TimeRange.All);
        var shorter = StoredTimeframes.LastOrDefault(candidate => FitsInto(candidate, timeframe));
        return shorter is null ? CandleSeries.FromCandles(Symbol, timeframe, []) : Resampling.Resample(GetSeries(shorter), timeframe);
    }

    // Months differ in length, but every month consists of whole days.
    private static bool FitsInto(Timeframe shorter, Timeframe longer) =>
        shorter.NominalMicroseconds < longer.NominalMicroseconds
        && (
            longer == Timeframe.OneMonth
                ? shorter.NominalMicroseconds <= UnixTime.MicrosecondsPerDay
                : longer.NominalMicroseconds % shorter.NominalMicroseconds == 0
        );
}
