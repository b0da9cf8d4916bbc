namespace Bokgi.Performance;

/// <summary>
/// One fall of equity from a peak until equity reaches the peak again. Times are UTC microseconds; the time of a mark is its bar's end.
/// </summary>
/// <param name="Depth">The largest fall, as a positive fraction of the peak.</param>
/// <param name="PeakUtc">
/// When equity was last at the peak; the first bar's open if equity has been below the initial cash from the start.
/// </param>
/// <param name="TroughUtc">When equity first reached its lowest value.</param>
/// <param name="EndUtc">When equity reached the peak again, or the end of the curve.</param>
/// <param name="IsRecovered">Whether equity reached the peak again.</param>
public readonly record struct DrawdownPeriod(double Depth, long PeakUtc, long TroughUtc, long EndUtc, bool IsRecovered)
{
    /// <summary>The deepest falls of a curve, deepest first, earlier ones first among equals. The first peak is the initial cash.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="count">The maximum number of falls to return.</param>
    public static IReadOnlyList<DrawdownPeriod> Deepest(EquityCurve curve, int count)
    {
        var periods = new List<DrawdownPeriod>();
        if (curve.Times.IsEmpty)
            return periods;
        var (peak, peakUtc) = (curve.InitialCash, curve.Times[0]);
        var (trough, troughUtc) = (peak, peakUtc);
        for (var i = 0; i < curve.Times.Length; i++)
        {
            var (mark, end) = (curve.Marks[i], curve.Timeframe.EndOf(curve.Times[i]));
            if (mark >= peak)
            {
                if (trough < peak)
                    periods.Add(new DrawdownPeriod(1 - (trough / peak), peakUtc, troughUtc, end, IsRecovered: true));
                (peak, peakUtc, trough) = (mark, end, mark);
            }
            else if (mark < trough)
                (trough, troughUtc) = (mark, end);
        }

        if (trough < peak)
            periods.Add(new DrawdownPeriod(1 - (trough / peak), peakUtc, troughUtc, curve.Timeframe.EndOf(curve.Times[^1]), false));
        return [.. periods.OrderByDescending(period => period.Depth).Take(count)];
    }
}
