using Bokgi.Markets;

namespace Bokgi.Performance;

/// <summary>Iterates over the drawdowns of a curve, the periods in which equity is below its highest value so far.</summary>
/// <param name="marks">Equity at successive bars, quote currency.</param>
/// <param name="start">The equity before the first mark; this is the first peak.</param>
internal ref struct DrawdownEnumerator(ReadOnlySpan<double> marks, double start)
{
    private readonly ReadOnlySpan<double> marks = marks;
    private int nextIndex;

    /// <summary>The equity before the drawdown.</summary>
    public double Peak { get; private set; } = start;

    /// <summary>The lowest equity of the drawdown.</summary>
    public double Trough { get; private set; } = start;

    /// <summary>Index of the drawdown's first mark.</summary>
    public int FirstIndex { get; private set; }

    /// <summary>Index of the first mark at or above the peak; the number of marks if there is none.</summary>
    public int EndIndex { get; private set; }

    /// <summary>The distance from the peak to the trough, as a positive fraction of the peak.</summary>
    public readonly double Depth => 1 - (Trough / Peak);

    /// <summary>Moves to the next drawdown.</summary>
    /// <returns>Whether there is one.</returns>
    public bool MoveNext()
    {
        // The mark that ended the previous drawdown is the new peak.
        var peak = nextIndex == 0 ? Peak : marks[nextIndex - 1];
        var first = nextIndex;
        for (; first < marks.Length && !(marks[first] < peak); first++) // NaN does not start a drawdown
            peak = marks[first];
        var trough = peak;
        var end = first;
        for (; end < marks.Length && marks[end] < peak; end++)
            trough = double.MinNative(trough, marks[end]);
        (Peak, Trough, FirstIndex, EndIndex, nextIndex) = (peak, trough, first, end, Math.Min(end + 1, marks.Length));
        return first < marks.Length;
    }

    /// <summary>The greatest depth and the greatest length of the drawdowns of a curve.</summary>
    /// <param name="steps">The curve.</param>
    /// <param name="times">Bar open times, UTC microseconds, ascending.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <returns>
    /// The depth as a positive fraction of the peak. The length in microseconds, from the last bar at the peak until equity reaches the
    /// peak again or the curve ends. Both are 0 without a drawdown.
    /// </returns>
    public static (double Deepest, long Longest) FindDeepestAndLongest(EquitySteps steps, ReadOnlySpan<long> times, Timeframe timeframe)
    {
        var (deepest, longest) = (0.0, 0L);
        var bars = steps.Bars;
        var drawdowns = new DrawdownEnumerator(steps.Marks, steps.Start);
        while (drawdowns.MoveNext())
        {
            // The curve omits bars at which equity did not change, so the last bar at the peak directly precedes the drawdown's first bar.
            var peakUtc = bars[drawdowns.FirstIndex] == 0 ? times[0] : timeframe.EndOf(times[bars[drawdowns.FirstIndex] - 1]);
            var endUtc = timeframe.EndOf(drawdowns.EndIndex < bars.Length ? times[bars[drawdowns.EndIndex]] : times[^1]);
            (deepest, longest) = (Math.Max(deepest, drawdowns.Depth), Math.Max(longest, endUtc - peakUtc));
        }

        return (deepest, longest);
    }
}
