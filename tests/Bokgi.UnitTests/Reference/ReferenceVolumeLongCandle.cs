using Bokgi.Series;

namespace Bokgi.UnitTests.Reference;

/// <summary>The strategy volume_long_candle (section 2.1 of the specification). Averages the whole window again at each bar.</summary>
internal static class ReferenceVolumeLongCandle
{
    public static IEnumerable<ReferenceSignal> Signals(IReadOnlyList<Candle> candles, ReferenceRequest request)
    {
        var window = request.Integer("vol_ma_window", 20);
        var multiplier = request.Number("vol_multiplier", 1.5);
        var minBody = request.Number("body_pct", 0.02);
        var upperWickRatio = request.Number("upper_wick_ratio", 2.0);
        var lowerWickRatio = request.Number("lower_wick_ratio", 2.0);
        for (var i = 0; i < candles.Count; i++)
        {
            var bar = candles[i];
            var first = Math.Max(0, i - window + 1);
            var sum = 0.0;
            for (var k = first; k <= i; k++)
                sum += candles[k].Volume;
            var averageVolume = sum / (i - first + 1);

            if (averageVolume == 0)
                continue;
            var isSurge = bar.Volume >= averageVolume * multiplier;
            var hasLongBody = (bar.Close - bar.Open) / bar.Open >= minBody && bar.Close > bar.Open;
            var hasShortUpperWick = Math.Max(0, bar.High - bar.Close) / bar.Open < upperWickRatio * minBody;
            var hasShortLowerWick = Math.Max(0, bar.Open - bar.Low) / bar.Open < lowerWickRatio * minBody;
            if (!isSurge || !hasLongBody || !hasShortUpperWick || !hasShortLowerWick)
                continue;

            var ratio = bar.Volume / averageVolume;
            yield return new ReferenceSignal(i, bar.TimeUtc, bar.Close, 1 - (multiplier / (2 * ratio)))
            {
                MovingAverage = averageVolume,
                Ratio = ratio,
            };
        }
    }
}
