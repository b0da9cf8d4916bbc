using Bokgi.Markets;

namespace Bokgi.Performance;

/// <summary>Measures how deep equity falls from a peak, and how long it takes to reach the peak again.</summary>
/// <param name="times">Bar open times, UTC microseconds, ascending.</param>
/// <param name="timeframe">The length of the bars.</param>
internal ref struct Drawdown(ReadOnlySpan<long> times, Timeframe timeframe)
{
    private readonly ReadOnlySpan<long> times = times;
    private double peak;
    private long peakTime;
    private double trough;

    /// <summary>The deepest fall, as a fraction of the peak.</summary>
    public double Largest { get; private set; }

    /// <summary>
    /// The longest time from the last bar at a peak to the first equity at or above it, or to the end of the curve; microseconds, 0 without
    /// a fall.
    /// </summary>
    public long Longest { get; private set; }

    public void Take(EquitySteps steps)
    {
        var marks = steps.Marks;
        var bars = steps.Bars;
        Begin(steps.Start, bars.IsEmpty ? times.Length : bars[0]);
        for (var i = 0; i < marks.Length; i++)
        {
            var mark = marks[i];
            trough = double.MinNative(trough, mark);
            if (mark < peak)
                continue;
            End(timeframe.EndOf(times[bars[i]]));
            Begin(mark, i + 1 < bars.Length ? bars[i + 1] : times.Length);
        }

        End(timeframe.EndOf(times[^1]));
    }

    // Equity stays at a peak until the bar of its next change, so a fall begins at the end of the bar before that one.
    private void Begin(double mark, int nextChange) =>
        (peak, trough, peakTime) = (mark, mark, nextChange == 0 ? times[0] : timeframe.EndOf(times[nextChange - 1]));

    private void End(long time)
    {
        if (!(trough < peak))
            return;
        Largest = Math.Max(Largest, 1 - (trough / peak));
        Longest = Math.Max(Longest, time - peakTime);
    }
}
