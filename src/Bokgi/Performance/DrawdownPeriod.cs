namespace Bokgi.Performance;

/// <summary>One fall of equity from a peak until the peak is reached again. Times are UTC microseconds, those of marks are bar ends.</summary>
/// <param name="Depth">The largest fall, as a positive fraction of the peak.</param>
/// <param name="PeakUtc">The last time at the peak; the first bar's open when equity never stood above the initial cash before.</param>
/// <param name="TroughUtc">When equity was lowest, for the first time.</param>
/// <param name="EndUtc">When the peak was reached again, or the end of the curve.</param>
/// <param name="IsRecovered">Whether the peak was reached again.</param>
public readonly record struct DrawdownPeriod(double Depth, long PeakUtc, long TroughUtc, long EndUtc, bool IsRecovered)
{
    /// <summary>The deepest falls of a curve, the deepest first, of equal ones the earlier; the first peak is the initial cash.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="count">How many at most.</param>
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
