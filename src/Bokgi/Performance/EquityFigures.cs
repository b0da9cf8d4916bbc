using Bokgi.Kernels;
using Bokgi.Markets;

namespace Bokgi.Performance;

/// <summary>
/// Figures computed from an equity curve with one mark at every bar's close. The first return is relative to the initial cash.
/// </summary>
public readonly record struct EquityFigures
{
    private const double SecondsPerYear = 365 * 86_400.0;

    /// <summary>Last equity divided by initial cash, minus 1; null if that is not finite.</summary>
    public double? TotalReturn { get; private init; }

    /// <summary>Compound annual growth rate; null for less than one day or when no equity is left.</summary>
    public double? Cagr { get; private init; }

    /// <summary>
    /// Annualized sample standard deviation of the returns; 0 if it is no more than a rounding error of the mean return, null with fewer
    /// than two bars.
    /// </summary>
    public double? Volatility { get; internal init; }

    /// <summary>
    /// Mean divided by sample deviation of the returns, annualized, risk-free rate 0 (Sharpe, 1994); null without variance.
    /// </summary>
    public double? Sharpe { get; private init; }

    /// <summary>
    /// Mean divided by downside deviation of the returns, annualized (Sortino and Price, 1994); null without variance or without losses
    /// beyond rounding error.
    /// </summary>
    public double? Sortino { get; private init; }

    /// <summary>Largest fall from a peak, as a positive fraction of the peak. The first peak is the initial cash.</summary>
    public double MaxDrawdown { get; private init; }

    /// <summary>
    /// Longest time in seconds from the last bar at a peak until equity reaches the peak again or the curve ends; 0 without a drawdown.
    /// </summary>
    public double MaxDrawdownDurationSeconds { get; private init; }

    /// <summary>CAGR divided by maximum drawdown (Young, 1991); null without a drawdown beyond rounding error.</summary>
    public double? Calmar => Cagr is { } cagr ? FigureRatio.Divide(cagr, MaxDrawdown, scale: 1) : null;

    /// <summary>Computes the figures.</summary>
    /// <param name="times">Bar open times, UTC microseconds, ascending; at least one.</param>
    /// <param name="equity">Equity at each bar's close, quote currency; same length as the times.</param>
    /// <param name="initialCash">The equity before the first bar, above 0.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <exception cref="ArgumentException">The spans are empty or differ in length.</exception>
    public static EquityFigures Compute(ReadOnlySpan<long> times, ReadOnlySpan<double> equity, double initialCash, Timeframe timeframe)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        if (times.Length != equity.Length || times.IsEmpty)
            throw new ArgumentException("an equity curve needs as many times as marks, and at least one", nameof(times));

        using var steps = new EquitySteps();
        steps.SetCurve(initialCash, equity);
        return Compute(steps, times, timeframe);
    }

    /// <summary>Computes the figures of a curve stored as changes.</summary>
    /// <param name="steps">The curve.</param>
    /// <param name="times">Bar open times, one for each bar of the curve.</param>
    /// <param name="timeframe">The length of the bars.</param>
    internal static EquityFigures Compute(EquitySteps steps, ReadOnlySpan<long> times, Timeframe timeframe)
    {
        var (deepest, longest) = DrawdownEnumerator.FindDeepestAndLongest(steps, times, timeframe);
        var years = (timeframe.EndOf(times[^1]) - times[0]) / (double)UnixTime.MicrosecondsPerSecond / SecondsPerYear;
        var lastEquity = steps.Count == 0 ? steps.Start : steps.Marks[^1];
        var growth = lastEquity / steps.Start;
        var returns = ComputeReturnStatistics(steps);
        var annualFactor = Math.Sqrt(timeframe.BarsPerYear);
        return new EquityFigures
        {
            TotalReturn = FiniteOrNull(growth - 1),
            Cagr = years * 365 >= 1 && lastEquity > 0 ? FiniteOrNull(Math.Pow(growth, 1 / years) - 1) : null,
            Volatility = returns.Deviation is { } deviation ? FiniteOrNull(deviation * annualFactor) : null,
            Sharpe = Annualize(returns.Mean, returns.Deviation, annualFactor),
            Sortino = returns.Deviation > 0 ? Annualize(returns.Mean, returns.Downside, annualFactor) : null,
            MaxDrawdown = deepest,
            MaxDrawdownDurationSeconds = longest / (double)UnixTime.MicrosecondsPerSecond,
        };
    }

    private static double? Annualize(double mean, double? deviation, double annualFactor) =>
        FigureRatio.Divide(mean, deviation ?? 0, scale: mean) is { } ratio ? FiniteOrNull(ratio * annualFactor) : null;

    // Null instead of infinity: annualizing the growth of a few lucky days can overflow a double.
    private static double? FiniteOrNull(double value) => double.IsFinite(value) ? value : null;

    // Two passes: first the mean, then the deviations from it. Null if an equity of 0 leaves later returns undefined.
    private static (double Mean, double? Deviation, double? Downside) ComputeReturnStatistics(EquitySteps steps)
    {
        var (sum, downsideSquares) = ReturnMoments.ComputeSums(steps.Start, steps.Marks);
        var mean = sum / steps.Length;
        if (!double.IsFinite(mean) || StaysAtZero(steps))
            return (0, null, null);

        var squares = ReturnMoments.SquaredDeviations(steps.Start, steps.Marks, mean, omittedZeros: steps.Length - steps.Count);
        var deviation = Math.Sqrt(squares / (steps.Length - 1));
        double? deviationOrZero =
            steps.Length < 2 ? null
            : FigureRatio.IsZero(deviation, mean) ? 0
            : deviation;
        return (mean, deviationOrZero, Math.Sqrt(downsideSquares / steps.Length));
    }

    private static bool StaysAtZero(EquitySteps steps) => steps.Count > 0 && steps.Marks[^1] == 0 && steps.Bars[^1] < steps.Length - 1;
}
