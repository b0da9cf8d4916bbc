using Bokgi.Markets;

namespace Bokgi.Performance;

/// <summary>Equity at every bar's close.</summary>
/// <param name="times">Bar open times, UTC microseconds, ascending.</param>
/// <param name="marks">Equity at each bar's close, quote currency; same length as the times.</param>
/// <param name="initialCash">The equity before the first bar, above 0.</param>
/// <param name="timeframe">The length of the bars.</param>
public readonly ref struct EquityCurve(ReadOnlySpan<long> times, ReadOnlySpan<double> marks, double initialCash, Timeframe timeframe)
{
    /// <summary>Bar open times, UTC microseconds, ascending.</summary>
    public ReadOnlySpan<long> Times { get; } = times;

    /// <summary>Equity at each bar's close, quote currency.</summary>
    public ReadOnlySpan<double> Marks { get; } = marks;

    /// <summary>The equity before the first bar.</summary>
    public double InitialCash { get; } = initialCash;

    /// <summary>The length of the bars.</summary>
    public Timeframe Timeframe { get; } = timeframe;

    /// <summary>The fraction lost since the highest equity so far, at each bar's close; 0 or positive.</summary>
    public double[] Drawdowns()
    {
        var drawdowns = new double[Marks.Length];
        var enumerator = new DrawdownEnumerator(Marks, InitialCash);
        while (enumerator.MoveNext())
        {
            for (var i = enumerator.FirstIndex; i < enumerator.EndIndex; i++)
                drawdowns[i] = 1 - (Marks[i] / enumerator.Peak);
        }

        return drawdowns;
    }
}
