using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.UnitTests.Reference;

/// <summary>
/// The strategy volume_zone_breakout (section 2.2 of the specification). Computes the volume of every bin again at each bar.
/// </summary>
internal static class ReferenceVolumeZoneBreakout
{
    public static IEnumerable<ReferenceSignal> Signals(IReadOnlyList<Candle> candles, Timeframe timeframe, ReferenceRequest request)
    {
        var window = request.Integer("volume_window", 10);
        var buffer = request.Number("breakout_buffer", 0.0);
        var includeWicks = request.Flag("include_wicks", true);
        var needsCross = request.Text("trigger", "level") == "cross";
        double? previousResistance = null;
        var age = 0;
        for (var i = window; i < candles.Count; i++)
        {
            var bar = candles[i];
            var resistance = Resistance([.. Enumerable.Range(i - window, window).Select(k => candles[k])], request);
            age =
                resistance is null ? 0
                : resistance == previousResistance ? age + 1
                : 1;
            previousResistance = resistance;
            if (resistance is not { } price)
                continue;

            var level = price * (1 + buffer);
            var priceReached = HighOf(bar, includeWicks);
            if (priceReached < level || (needsCross && candles[i - 1].Close >= level))
                continue;

            yield return new ReferenceSignal(i, bar.TimeUtc, bar.Close, Math.Min(0.5 + ((bar.High - level) / level), 1))
            {
                Resistance = price,
                Level = level,
                ZoneAgeBars = age,
                ZoneAgeDays = age * (timeframe.NominalMicroseconds / (double)UnixTime.MicrosecondsPerDay),
            };
        }
    }

    /// <summary>
    /// Adds up the volumes of the bins from the top down until they reach the required share, and returns the lower edge of the last bin
    /// added; null if the window has only one price or no volume.
    /// </summary>
    public static double? Resistance(IReadOnlyList<Candle> window, ReferenceRequest request)
    {
        var includeWicks = request.Flag("include_wicks", true);
        var bins = request.Integer("num_bins", 20);
        var share = request.Number("top_percentile", 0.2);
        var low = window.Min(bar => LowOf(bar, includeWicks));
        var high = window.Max(bar => HighOf(bar, includeWicks));
        var total = 0.0;
        foreach (var bar in window)
            total += bar.Volume;
        if (high == low || total == 0)
            return null;

        // The last edge is the maximum itself: the formula's result could be rounded to a lower value, and the volume of a very narrow bar
        // at the maximum would be lost.
        double[] edges = [.. Enumerable.Range(0, bins).Select(k => low + (k * (high - low) / bins)), high];
        var volumes = VolumePerBin(window, edges, includeWicks);
        var sum = 0.0;
        for (var k = bins - 1; k > 0; k--)
        {
            sum += volumes[k];
            if (sum >= (total * share) - (1e-9 * total))
                return edges[k];
        }

        return edges[0];
    }

    public static double[] VolumePerBin(IReadOnlyList<Candle> window, double[] edges, bool includeWicks)
    {
        var volumes = new double[edges.Length - 1];
        foreach (var bar in window)
        {
            var (low, high) = (LowOf(bar, includeWicks), HighOf(bar, includeWicks));
            if (high == low)
            {
                var bin = Enumerable.Range(0, volumes.Length).Last(k => k == 0 || edges[k] <= low);
                volumes[bin] += bar.Volume;
                continue;
            }

            for (var k = 0; k < volumes.Length; k++)
            {
                var overlap = Math.Max(0, Math.Min(high, edges[k + 1]) - Math.Max(low, edges[k]));
                volumes[k] += bar.Volume * overlap / (high - low);
            }
        }

        return volumes;
    }

    private static double LowOf(Candle bar, bool includeWicks) => includeWicks ? bar.Low : Math.Min(bar.Open, bar.Close);

    private static double HighOf(Candle bar, bool includeWicks) => includeWicks ? bar.High : Math.Max(bar.Open, bar.Close);
}
