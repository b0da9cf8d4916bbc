using Bokgi.Series;

namespace Bokgi.Strategies;

/// <summary>
/// The state of a running strategy, which processes one closed candle at a time. Backtests and live sessions use the same type. A step sees
/// only the current candle and its own state, so it cannot look ahead.
/// </summary>
/// <remarks>Implemented by structs, so that the loop over a series is compiled for each strategy without virtual calls.</remarks>
public interface IStrategyStep
{
    /// <summary>Processes the next closed candle.</summary>
    /// <param name="candle">A valid candle, later than the previous one.</param>
    /// <param name="signal">The signal, if there is one.</param>
    /// <returns>Whether the candle's close gave a signal.</returns>
    bool Step(in Candle candle, out Signal signal);

    /// <summary>
    /// The price that the last candle had to reach for a signal, quote currency; NaN if there was none or the strategy uses no such price.
    /// </summary>
    double Level { get; }

    /// <summary>
    /// Reports the values compared for the candle that was just stepped. The candle gave a signal if and only if it met all conditions.
    /// </summary>
    /// <param name="candle">The same candle.</param>
    /// <param name="readings">Receives one reading per condition, in the order of <see cref="StrategyDefinition.Conditions"/>.</param>
    /// <remarks>Valid only after a step: these values are not part of the saved state.</remarks>
    void Explain(in Candle candle, Span<ConditionReading> readings);

    /// <summary>The whole state, so that a session can resume after a restart.</summary>
    double[] Save();

    /// <summary>Restores a state returned by <see cref="Save"/>, under the same parameters.</summary>
    /// <exception cref="ArgumentException">The state does not fit the parameters.</exception>
    void Restore(ReadOnlySpan<double> state);
}
