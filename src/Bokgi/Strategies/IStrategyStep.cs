using Bokgi.Series;

namespace Bokgi.Strategies;

/// <summary>
/// A strategy at work: a state that is stepped one closed candle at a time. Backtest and live session step the same type,
/// and since a step is given one candle and has its own state only, it cannot look ahead.
/// </summary>
/// <remarks>Implemented by structs, so that the loop over a series is compiled for each strategy, without virtual calls.</remarks>
public interface IStrategyStep
{
    /// <summary>Takes the next closed candle.</summary>
    /// <param name="candle">A valid candle, later than the one before.</param>
    /// <param name="signal">The signal, when there is one.</param>
    /// <returns>Whether the candle's close gave a signal.</returns>
    bool Step(in Candle candle, out Signal signal);

    /// <summary>The price that the last candle had to reach for a signal, quote currency; NaN where there was none or the strategy watches none.</summary>
    double Level { get; }

    /// <summary>Tells what the candle that was just stepped was compared with: it gave a signal exactly if it met all conditions.</summary>
    /// <param name="candle">That candle again.</param>
    /// <param name="readings">Where it is put, one for each of <see cref="StrategyDefinition.Conditions"/>, in their order.</param>
    /// <remarks>Only after a step: what a candle was compared with is not part of the state that is saved.</remarks>
    void Explain(in Candle candle, Span<ConditionReading> readings);

    /// <summary>The whole state, so that a session can go on after a restart as if nothing had happened.</summary>
    double[] Save();

    /// <summary>Takes up a state that <see cref="Save"/> gave, under the same parameters.</summary>
    /// <exception cref="ArgumentException">The state does not fit the parameters.</exception>
    void Restore(ReadOnlySpan<double> state);
}
