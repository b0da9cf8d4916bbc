using Bokgi.Series;

namespace Bokgi.Backtesting;

/// <summary>Takes a run's outcome pair by pair, so that trades and equity of a large run never lie in memory together.</summary>
public interface IRunObserver
{
    /// <summary>Whether signals are wanted too: they take memory, one record each, while a symbol is replayed.</summary>
    bool WantsSignals { get; }

    /// <summary>A pass over the symbols begins. A second pass follows when a symbol turns out to hold no valid candle: forget the first.</summary>
    /// <param name="symbols">How many symbols will be replayed.</param>
    void Started(int symbols);

    /// <summary>Some bars of a symbol are done. Calls come from the thread that replays it, for several symbols at a time.</summary>
    /// <param name="replay">As it stands after these bars.</param>
    /// <param name="bars">How many.</param>
    void Advanced(PairReplay replay, int bars) { }

    /// <summary>A symbol is done. Calls come one at a time, in the order of the request; what they are given is gone afterwards.</summary>
    void Completed(CandleSeries candles, PairReplay replay);
}
