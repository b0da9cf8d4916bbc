using Bokgi.Series;

namespace Bokgi.Backtesting;

/// <summary>Receives a run's results pair by pair, so that a large run never holds all trades and equity in memory.</summary>
public interface IRunObserver
{
    /// <summary>Whether to keep signals, too: one record each in memory while a symbol is replayed.</summary>
    bool WantsSignals { get; }

    /// <summary>The run starts.</summary>
    /// <param name="symbols">Number of symbols that have candles.</param>
    void Started(int symbols);

    /// <summary>
    /// Some bars of a symbol are done. Called on the thread that replays the symbol, so calls for different symbols can overlap.
    /// </summary>
    /// <param name="replay">The replay, in its state after these bars.</param>
    /// <param name="bars">Number of bars since the previous call.</param>
    void Advanced(PairReplay replay, int bars) { }

    /// <summary>A symbol is done. Calls come one at a time, in request order; the arguments are valid only during the call.</summary>
    void Completed(CandleSeries candles, PairReplay replay);
}
