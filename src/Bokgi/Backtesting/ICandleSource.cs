using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Backtesting;

/// <summary>Where a run's candles come from, one symbol at a time, so that memory does not grow with the number of symbols.</summary>
public interface ICandleSource
{
    /// <summary>Whether the symbol has any row in the run's range; called once for each symbol before candles are read.</summary>
    bool HasCandles(Symbol symbol);

    /// <summary>The symbol's candles in the run's range, preceded by the warm-up. Called from several threads; the run disposes what it gets.</summary>
    CandleSeries Read(Symbol symbol);
}
