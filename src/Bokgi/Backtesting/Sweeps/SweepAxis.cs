namespace Bokgi.Backtesting.Sweeps;

/// <summary>A setting that a sweep varies, and the values it takes.</summary>
/// <param name="Name">
/// A parameter of the strategy, or <c>execution</c>, <c>fee_rate</c>, <c>slippage_rate</c>, <c>stop_loss_pct</c>, <c>take_profit_pct</c>,
/// <c>trailing_stop_pct</c>, <c>quantity_step</c>, or a sizing: <c>equity_fraction</c>, <c>quote_amount</c>, <c>base_quantity</c>.
/// </param>
/// <param name="Values">At least one; a choice or an execution by its number; null switches a stop or target off.</param>
public sealed record SweepAxis(string Name, IReadOnlyList<double?> Values)
{
    // A stop that is missed by less than this share of a step is meant.
    private const double Slack = 1e-9;

    /// <summary>An axis from a start in equal steps: value k is start + k * step, up to the stop.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="start">The first value.</param>
    /// <param name="stop">The last value, included to a billionth of a step.</param>
    /// <param name="step">Above 0.</param>
    /// <exception cref="ArgumentException">A number is not finite, the step is not above 0, or the stop lies before the start.</exception>
    public static SweepAxis Steps(string name, double start, double stop, double step)
    {
        var steps = Math.Floor(((stop - start) / step) + Slack);
        if (!(double.IsFinite(start) && double.IsFinite(stop) && step > 0 && steps is >= 0 and < 1_000_000))
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{name} cannot go from {start} to {stop} by {step}; give a step above 0 and at most 1,000,000 values"
                ),
                nameof(step)
            );
        return new SweepAxis(name, [.. Enumerable.Range(0, (int)steps + 1).Select(k => (double?)(start + (k * step)))]);
    }
}
