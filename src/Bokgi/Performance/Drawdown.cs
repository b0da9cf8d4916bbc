using Bokgi.Markets;

namespace Bokgi.Performance;

/// <summary>Falls from a peak: how deep, and how long until it is reached again.</summary>
/// <param name="times">Bar open times, UTC microseconds, rising.</param>
/// <param name="timeframe">The length of the bars.</param>
/// <param name="widestGap">The longest time between the ends of neighbouring bars, where it is known: saves looking for it.</param>
internal ref struct Drawdown(ReadOnlySpan<long> times, Timeframe timeframe, long widestGap)
{
    private readonly ReadOnlySpan<long> times = times;
    private double peak;
    private long peakTime;
    private double trough;

    /// <summary>The deepest fall, as a fraction of its peak.</summary>
    public double Largest { get; private set; }

    /// <summary>The longest time from a peak to the first equity that is not below it, or to the end; microseconds.</summary>
    public long Longest { get; private set; }

    /// <summary>The longest time between the ends of neighbouring bars, from the first bar's open on; microseconds.</summary>
    public static long WidestGap(ReadOnlySpan<long> times, Timeframe timeframe)
    {
        var drawdown = new Drawdown(times, timeframe, long.MaxValue) { peakTime = times[0] };
        drawdown.StayAtPeak(0, times.Length);
        return drawdown.Longest;
    }

    /// <summary>Goes through a curve.</summary>
    public void Take(EquitySteps steps)
    {
        var marks = steps.Marks;
        var bars = steps.Bars;
        (peak, trough, peakTime) = (steps.Start, steps.Start, times[0]);
        StayAtPeak(0, bars.IsEmpty ? times.Length : bars[0]);
        for (var i = 0; i < marks.Length; i++)
        {
            var mark = marks[i];
            trough = double.MinNative(trough, mark);
            if (mark < peak)
                continue;
            Recover(mark, timeframe.EndOf(times[bars[i]]));
            StayAtPeak(bars[i] + 1, i + 1 < bars.Length ? bars[i + 1] : times.Length);
        }

        Recover(peak, timeframe.EndOf(times[^1]));
    }

    private void Recover(double mark, long time)
    {
        if (trough < peak)
            Largest = Math.Max(Largest, 1 - (trough / peak));
        Longest = Math.Max(Longest, time - peakTime);
        (peak, peakTime, trough) = (mark, time, mark);
    }

    // Bars that stand at the peak: each is a peak of its own, and only gaps between them count.
    private void StayAtPeak(int from, int to)
    {
        if (from >= to)
            return;
        for (var bar = from; bar < to && Longest < widestGap; bar++)
        {
            var end = timeframe.EndOf(times[bar]);
            Longest = Math.Max(Longest, end - peakTime);
            peakTime = end;
        }

        peakTime = timeframe.EndOf(times[to - 1]);
    }
}
