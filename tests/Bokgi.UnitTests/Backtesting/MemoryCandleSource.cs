using System.Collections.Concurrent;
using Bokgi.Backtesting;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.UnitTests.Backtesting;

/// <summary>A source of candles in memory. Like the lake, it returns a new series for each read.</summary>
internal sealed class MemoryCandleSource(Timeframe timeframe, TimeRange range) : ICandleSource
{
    private readonly Dictionary<Symbol, Candle[]> candlesBySymbol = [];

    /// <summary>Called before a symbol is read.</summary>
    public Action<Symbol> BeforeReading { get; init; } = _ => { };

    /// <summary>The symbols read so far, in order.</summary>
    public ConcurrentQueue<Symbol> SymbolsRead { get; } = [];

    public void Add(Symbol symbol, IEnumerable<Candle> candles) => candlesBySymbol[symbol] = [.. candles];

    public bool HasCandles(Symbol symbol)
    {
        if (!candlesBySymbol.TryGetValue(symbol, out var candles))
            return false;
        using var series = CandleSeries.FromCandles(symbol, timeframe, candles);
        return series.Times.ToArray().Any(range.Contains);
    }

    public CandleSeries Read(Symbol symbol)
    {
        BeforeReading(symbol);
        SymbolsRead.Enqueue(symbol);
        return CandleSeries.FromCandles(symbol, timeframe, candlesBySymbol[symbol]);
    }
}
