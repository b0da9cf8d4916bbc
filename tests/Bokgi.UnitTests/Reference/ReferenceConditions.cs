using Bokgi.Series;

namespace Bokgi.UnitTests.Reference;

/// <summary>Computes what the conditions of a signal compare: a second implementation of both strategies' conditions.</summary>
internal static class ReferenceConditions
{
    /// <summary>Each condition's value and threshold at a bar; null where there are too few bars to compute them.</summary>
    public static IEnumerable<(string Name, double? Value, double? Threshold)> Evaluate(
        IReadOnlyList<Candle> candles,
        int bar,
        ReferenceRequest request
    ) =>
        request.Strategy switch
        {
            "volume_long_candle" => EvaluateLongCandle(candles, bar, request),
            "volume_zone_breakout" => EvaluateZoneBreakout(candles, bar, request),
            _ => throw new ArgumentException($"there is no reference for the conditions of {request.Strategy}", nameof(request)),
        };

    private static IEnumerable<(string, double?, double?)> EvaluateLongCandle(
        IReadOnlyList<Candle> candles,
        int bar,
        ReferenceRequest request
    )
    {
        var (candle, minBody) = (candles[bar], request.Number("body_pct", 0.02));
        var first = Math.Max(0, bar - request.Integer("vol_ma_window", 20) + 1);
        var sum = 0.0;
        for (var k = first; k <= bar; k++)
            sum += candles[k].Volume;
        var averageVolume = sum / (bar - first + 1);

        yield return ("volume_traded", averageVolume, 0);
        yield return ("volume_surge", candle.Volume, averageVolume * request.Number("vol_multiplier", 1.5));
        yield return ("long_body", (candle.Close - candle.Open) / candle.Open, minBody);
        yield return ("rising_candle", candle.Close, candle.Open);
        yield return ("upper_wick", Math.Max(0, candle.High - candle.Close) / candle.Open, request.Number("upper_wick_ratio", 2) * minBody);
        yield return ("lower_wick", Math.Max(0, candle.Open - candle.Low) / candle.Open, request.Number("lower_wick_ratio", 2) * minBody);
    }

    private static IEnumerable<(string, double?, double?)> EvaluateZoneBreakout(
        IReadOnlyList<Candle> candles,
        int bar,
        ReferenceRequest request
    )
    {
        var (candle, window) = (candles[bar], request.Integer("volume_window", 10));
        var resistance =
            bar < window ? null : ReferenceVolumeZoneBreakout.Resistance([.. candles.Skip(bar - window).Take(window)], request);
        var level = resistance * (1 + request.Number("breakout_buffer", 0));

        yield return ("zone_window", Math.Min(bar, window), window);
        yield return ("breakout", request.Flag("include_wicks", true) ? candle.High : Math.Max(candle.Open, candle.Close), level);
        if (request.Text("trigger", "level") == "cross")
            yield return ("close_before", bar > 0 ? candles[bar - 1].Close : null, level);
    }
}
