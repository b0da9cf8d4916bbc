using Bokgi.Kernels;
using Bokgi.Markets;

namespace Bokgi.Performance;

/// <summary>The figures that come from an equity curve: one mark at every bar's close, the first return against the initial cash.</summary>
public readonly record struct EquityFigures
{
    private const double SecondsPerYear = 365 * 86_400.0;

    /// <summary>Last equity over initial cash, less 1.</summary>
    public double? TotalReturn { get; private init; }

    /// <summary>Compound annual growth rate; null under one day or when no equity is left.</summary>
    public double? Cagr { get; private init; }

    /// <summary>Sample deviation of the returns, per year; 0 where it is within rounding of their mean, null under two bars.</summary>
    public double? Volatility { get; internal init; }

    /// <summary>Mean over sample deviation of the returns, per year, risk-free rate 0 (Sharpe, 1994); null without variance.</summary>
    public double? Sharpe { get; private init; }

    /// <summary>Mean over downside deviation of the returns, per year (Sortino and Price, 1994); null without variance or without a loss that is more than rounding.</summary>
    public double? Sortino { get; private init; }

    /// <summary>Largest fall from a peak, as a positive fraction of it; the first peak is the initial cash.</summary>
    public double MaxDrawdown { get; private init; }

    /// <summary>Longest time from a peak that a lower mark follows to the first equity that reaches it again, or to the end, in seconds; else 0.</summary>
    public double MaxDrawdownDurationSeconds { get; private init; }

    /// <summary>Cagr over max drawdown (Young, 1991); null without a drawdown that is more than rounding.</summary>
    public double? Calmar => Cagr is { } cagr ? FigureRatio.Of(cagr, MaxDrawdown, scale: 1) : null;

    /// <summary>Computes the figures.</summary>
    /// <param name="times">Bar open times, UTC microseconds, rising; at least one.</param>
    /// <param name="equity">Equity at each bar's close, quote currency; same length.</param>
    /// <param name="initialCash">What the curve starts from, above 0.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <exception cref="ArgumentException">The spans are empty or differ in length.</exception>
    public static EquityFigures Of(ReadOnlySpan<long> times, ReadOnlySpan<double> equity, double initialCash, Timeframe timeframe)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        if (times.Length != equity.Length || times.IsEmpty)
            throw new ArgumentException("an equity curve needs as many times as marks, and at least one", nameof(times));

        using var steps = new EquitySteps();
        steps.Take(initialCash, equity);
        return Of(steps, times, timeframe);
    }

    /// <summary>Computes the figures of a curve given by its changes.</summary>
    /// <param name="steps">The curve.</param>
    /// <param name="times">Bar open times, one for each bar of the curve.</param>
    /// <param name="timeframe">The length of the bars.</param>
    internal static EquityFigures Of(EquitySteps steps, ReadOnlySpan<long> times, Timeframe timeframe)
    {
        var drawdown = new Drawdown(times, timeframe);
        drawdown.Take(steps);
        var years = (timeframe.EndOf(times[^1]) - times[0]) / (double)UnixTime.MicrosecondsPerSecond / SecondsPerYear;
        var last = steps.Count == 0 ? steps.Start : steps.Marks[^1];
        var growth = last / steps.Start;
        var returns = Returns(steps);
        var scale = Math.Sqrt(timeframe.BarsPerYear);
        return new EquityFigures
        {
            TotalReturn = Finite(growth - 1),
            Cagr = years * 365 >= 1 && last > 0 ? Finite(Math.Pow(growth, 1 / years) - 1) : null,
            Volatility = returns.Deviation is { } deviation ? Finite(deviation * scale) : null,
            Sharpe = PerYear(returns.Mean, returns.Deviation, scale),
            Sortino = returns.Deviation > 0 ? PerYear(returns.Mean, returns.Downside, scale) : null,
            MaxDrawdown = drawdown.Largest,
            MaxDrawdownDurationSeconds = drawdown.Longest / (double)UnixTime.MicrosecondsPerSecond,
        };
    }

    private static double? PerYear(double mean, double? spread, double scale) =>
        FigureRatio.Of(mean, spread ?? 0, mean) is { } ratio ? Finite(ratio * scale) : null;

    // A few lucky days made annual can be more than a double holds.
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    // Two passes: the mean first, then the deviations from it. Null where an equity of 0 leaves no return to speak of.
    private static (double Mean, double? Deviation, double? Downside) Returns(EquitySteps steps)
    {
        var (sum, downsideSquares) = ReturnMoments.Sums(steps.Start, steps.Marks);
        var mean = sum / steps.Length;
        if (!double.IsFinite(mean) || StaysAtNothing(steps))
            return (0, null, null);

        var squares = ReturnMoments.SquaredDeviations(steps.Start, steps.Marks, mean, steps.Length - steps.Count);
        var deviation = Math.Sqrt(squares / (steps.Length - 1));
        double? spread =
            steps.Length < 2 ? null
            : FigureRatio.IsZero(deviation, mean) ? 0
            : deviation;
        return (mean, spread, Math.Sqrt(downsideSquares / steps.Length));
    }

    private static bool StaysAtNothing(EquitySteps steps) => steps.Count > 0 && steps.Marks[^1] == 0 && steps.Bars[^1] < steps.Length - 1;
}
