namespace Bokgi.Backtesting.Sweeps;

/// <summary>A strategy parameter or account setting that a sweep varies, with its values.</summary>
/// <param name="Name">
/// A parameter of the strategy, or <c>execution</c>, <c>fee_rate</c>, <c>slippage_rate</c>, <c>stop_loss_pct</c>, <c>take_profit_pct</c>,
/// <c>trailing_stop_pct</c>, <c>quantity_step</c>, or a sizing: <c>equity_fraction</c>, <c>quote_amount</c>, <c>base_quantity</c>.
/// </param>
/// <param name="Values">
/// At least one value. A parameter with named choices takes the index of a choice. <c>execution</c> takes 0 for next_open or 1 for
/// signal_close. Null disables a stop or target.
/// </param>
public sealed record SweepAxis(string Name, IReadOnlyList<double?> Values)
{
    // FromRange includes its stop if the last value misses it by less than this fraction of a step.
    private const double Tolerance = 1e-9;

    /// <summary>Creates an axis of equally spaced values: value k is start + k * step, up to the stop.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="start">The first value.</param>
    /// <param name="stop">The last value, included within a tolerance of a billionth of a step.</param>
    /// <param name="step">Above 0.</param>
    /// <exception cref="ArgumentException">
    /// A number is not finite, the step is not above 0, the stop is below the start, or there are more than 1,000,000 values.
    /// </exception>
    public static SweepAxis FromRange(string name, double start, double stop, double step)
    {
        var steps = Math.Floor(((stop - start) / step) + Tolerance);
        var isValid = double.IsFinite(start) && double.IsFinite(stop) && step > 0 && steps is >= 0 and < 1_000_000;
        if (!isValid)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{name} cannot go from {start} to {stop} by {step}; give a step above 0 and at most 1,000,000 values"
                ),
                nameof(step)
            );
        return new SweepAxis(name, [.. Enumerable.Range(0, (int)steps + 1).Select(k => (double?)(start + (k * step)))]);
    }
}
