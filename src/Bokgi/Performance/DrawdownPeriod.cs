namespace Bokgi.Performance;

/// <summary>
/// One drawdown: equity falls below a peak and stays below it until it recovers or the curve ends. Times are UTC microseconds; the time of
/// a mark is its bar's end.
/// </summary>
/// <param name="Depth">The distance from the peak to the trough, as a positive fraction of the peak.</param>
/// <param name="PeakUtc">
/// When equity was last at the peak; the first bar's open if equity has been below the initial cash from the start.
/// </param>
/// <param name="TroughUtc">When equity first reached its lowest value.</param>
/// <param name="EndUtc">When equity reached the peak again, or the end of the curve.</param>
/// <param name="IsRecovered">Whether equity reached the peak again.</param>
public readonly record struct DrawdownPeriod(double Depth, long PeakUtc, long TroughUtc, long EndUtc, bool IsRecovered)
{
    /// <summary>The deepest drawdowns of a curve, deepest first; ties are in time order. The first peak is the initial cash.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="count">The maximum number of drawdowns to return.</param>
    public static IReadOnlyList<DrawdownPeriod> FindDeepest(EquityCurve curve, int count)
    {
        var periods = new List<DrawdownPeriod>();
        var times = curve.Times;
        var timeframe = curve.Timeframe;
        var drawdowns = new DrawdownEnumerator(curve.Marks, curve.InitialCash);
        while (drawdowns.MoveNext())
        {
            var first = drawdowns.FirstIndex;
            var troughIndex = first + curve.Marks[first..].IndexOf(drawdowns.Trough);
            var isRecovered = drawdowns.EndIndex < times.Length;
            var peakUtc = first == 0 ? times[0] : timeframe.EndOf(times[first - 1]);
            var troughUtc = timeframe.EndOf(times[troughIndex]);
            var endUtc = timeframe.EndOf(isRecovered ? times[drawdowns.EndIndex] : times[^1]);
            periods.Add(new DrawdownPeriod(drawdowns.Depth, peakUtc, troughUtc, endUtc, isRecovered));
        }

        return [.. periods.OrderByDescending(period => period.Depth).Take(count)];
    }
}
