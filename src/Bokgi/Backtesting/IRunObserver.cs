using Bokgi.Series;

namespace Bokgi.Backtesting;

/// <summary>
/// Receives a run's results pair by pair (a pair is one symbol traded by one strategy), so that a large run never holds all trades and
/// equity in memory.
/// </summary>
public interface IRunObserver
{
    /// <summary>Whether to collect signals, which takes one record in memory per signal while a symbol is replayed.</summary>
    bool WantsSignals { get; }

    /// <summary>The run starts.</summary>
    /// <param name="symbols">Number of symbols that have candles.</param>
    void Started(int symbols);

    /// <summary>
    /// Some bars of a symbol were replayed. Called on the thread that replays the symbol, so calls for different symbols can overlap.
    /// </summary>
    /// <param name="replay">The replay, in its state after these bars.</param>
    /// <param name="bars">Number of bars since the previous call.</param>
    void Advanced(PairReplay replay, int bars) { }

    /// <summary>A symbol is complete. Calls come one at a time, in request order; the arguments are valid only during the call.</summary>
    void Completed(CandleSeries candles, PairReplay replay);
}
