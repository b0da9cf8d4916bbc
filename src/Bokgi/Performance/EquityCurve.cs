using Bokgi.Markets;

namespace Bokgi.Performance;

/// <summary>Equity at every bar's close.</summary>
/// <param name="times">Bar open times, UTC microseconds, rising.</param>
/// <param name="marks">Equity at each bar's close, quote currency; same length.</param>
/// <param name="initialCash">What the curve starts from, above 0.</param>
/// <param name="timeframe">The length of the bars.</param>
public readonly ref struct EquityCurve(ReadOnlySpan<long> times, ReadOnlySpan<double> marks, double initialCash, Timeframe timeframe)
{
    /// <summary>Bar open times, UTC microseconds, rising.</summary>
    public ReadOnlySpan<long> Times { get; } = times;

    /// <summary>Equity at each bar's close, quote currency.</summary>
    public ReadOnlySpan<double> Marks { get; } = marks;

    /// <summary>What the curve starts from.</summary>
    public double InitialCash { get; } = initialCash;

    /// <summary>The length of the bars.</summary>
    public Timeframe Timeframe { get; } = timeframe;
}
