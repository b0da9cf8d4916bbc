using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Backtesting;

/// <summary>Supplies a run's candles one symbol at a time, so that memory does not grow with the number of symbols.</summary>
public interface ICandleSource
{
    /// <summary>
    /// Whether the symbol has a valid candle in the run's range. Called once per symbol before candles are read, from several threads.
    /// </summary>
    bool HasCandles(Symbol symbol);

    /// <summary>
    /// Reads a symbol's candles in the run's range, preceded by the warm-up. Called only for symbols that have candles in the range, from
    /// several threads; the run disposes the series.
    /// </summary>
    CandleSeries Read(Symbol symbol);
}
