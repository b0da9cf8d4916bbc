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

    /// <summary>Sample deviation of the returns, per year; null under two bars.</summary>
    public double? Volatility { get; internal init; }

    /// <summary>Mean over sample deviation of the returns, per year, risk-free rate 0 (Sharpe, 1994); null without variance.</summary>
    public double? Sharpe { get; private init; }

    /// <summary>Mean over downside deviation of the returns, per year (Sortino and Price, 1994); null without variance or without a loss.</summary>
    public double? Sortino { get; private init; }

    /// <summary>Largest fall from a peak, as a positive fraction of it; the first peak is the initial cash.</summary>
    public double MaxDrawdown { get; private init; }

    /// <summary>Longest time from a peak to the first equity that reaches it again, or to the end, in seconds.</summary>
    public double MaxDrawdownDurationSeconds { get; private init; }

    /// <summary>Cagr over max drawdown (Young, 1991); null without a drawdown.</summary>
    public double? Calmar => Cagr is { } cagr ? Finite(cagr / MaxDrawdown) : null;

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

        var (maxDrawdown, duration) = Drawdown(times, equity, initialCash, timeframe);
        var years = (timeframe.EndOf(times[^1]) - times[0]) / (double)UnixTime.MicrosecondsPerSecond / SecondsPerYear;
        var growth = equity[^1] / initialCash;
        var returns = Returns(equity, initialCash);
        var scale = Math.Sqrt(timeframe.BarsPerYear);
        return new EquityFigures
        {
            TotalReturn = Finite(growth - 1),
            Cagr = years * 365 >= 1 && equity[^1] > 0 ? Finite(Math.Pow(growth, 1 / years) - 1) : null,
            Volatility = returns.Deviation is { } deviation ? Finite(deviation * scale) : null,
            Sharpe = returns.Deviation > 0 ? Finite(returns.Mean / returns.Deviation.Value * scale) : null,
            Sortino = returns.Deviation > 0 ? Finite(returns.Mean / returns.Downside!.Value * scale) : null,
            MaxDrawdown = maxDrawdown,
            MaxDrawdownDurationSeconds = duration,
        };
    }

    // Without a loss or a drawdown a ratio is something / 0 or 0 / 0, which is no figure.
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static (double Largest, double LongestSeconds) Drawdown(
        ReadOnlySpan<long> times,
        ReadOnlySpan<double> equity,
        double initialCash,
        Timeframe timeframe
    )
    {
        var peak = initialCash;
        var peakTime = times[0];
        var trough = initialCash;
        var largest = 0.0;
        var longest = 0L;
        for (var i = 0; i < equity.Length; i++)
        {
            trough = double.MinNative(trough, equity[i]);
            if (equity[i] < peak)
                continue;

            var time = timeframe.EndOf(times[i]);
            largest = Math.Max(largest, 1 - (trough / peak));
            longest = Math.Max(longest, time - peakTime);
            (peak, peakTime, trough) = (equity[i], time, equity[i]);
        }

        largest = Math.Max(largest, 1 - (trough / peak));
        longest = Math.Max(longest, timeframe.EndOf(times[^1]) - peakTime);
        return (largest, longest / (double)UnixTime.MicrosecondsPerSecond);
    }

    // Two passes: the mean first, then the deviations from it. Null where an equity of 0 leaves no return to speak of.
    private static (double Mean, double? Deviation, double? Downside) Returns(ReadOnlySpan<double> equity, double initialCash)
    {
        var (sum, downsideSquares) = ReturnMoments.Sums(initialCash, equity);
        var mean = sum / equity.Length;
        if (!double.IsFinite(mean))
            return (0, null, null);

        var squares = ReturnMoments.SquaredDeviations(initialCash, equity, mean);
        double? deviation = equity.Length < 2 ? null : Math.Sqrt(squares / (equity.Length - 1));
        return (mean, deviation, Math.Sqrt(downsideSquares / equity.Length));
    }
}
