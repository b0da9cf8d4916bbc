using Bokgi.Markets;

namespace Bokgi.Series;

/// <summary>Builds longer bars from shorter ones.</summary>
public static class Resampling
{
    /// <summary>
    /// Merges the bars of each period of <paramref name="timeframe"/>: first open, highest high, lowest low, last close, and the volume as
    /// an exchange would report it; see <see cref="VolumeSum"/>. A period with some bars missing is built from the bars that exist; a
    /// period without bars gives no bar.
    /// </summary>
    /// <param name="series">The shorter bars; not modified.</param>
    /// <param name="timeframe">The length of the new bars, which must contain a whole number of the old ones.</param>
    /// <exception cref="ArgumentException">The new bars would begin or end within an old bar.</exception>
    public static CandleSeries Resample(CandleSeries series, Timeframe timeframe)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(timeframe);
        if (!Fits(series.Timeframe, timeframe))
            throw new ArgumentException(
                $"{series.Timeframe} bars do not fit into {timeframe} bars; resample to a multiple",
                nameof(timeframe)
            );

        var columns = new CandleColumns();
        for (var i = 0; i < series.Count; )
        {
            var merged = series[i] with { TimeUtc = timeframe.OpenOf(series.Times[i]) };
            var volume = new VolumeSum(merged.Volume);
            var end = timeframe.EndOf(merged.TimeUtc);
            for (i++; i < series.Count && series.Times[i] < end; i++)
            {
                merged = Merge(merged, series[i]);
                volume.Add(series.Volume[i]);
            }

            columns.Add(merged with { Volume = volume.Total });
        }

        return CandleSeries.FromColumns(series.Symbol, timeframe, columns);
    }

    private static Candle Merge(in Candle earlier, in Candle later) =>
        earlier with
        {
            High = Math.Max(earlier.High, later.High),
            Low = Math.Min(earlier.Low, later.Low),
            Close = later.Close,
        };

    /// <summary>Whether each longer bar consists of whole shorter bars. Days and their divisors fit into months; weeks do not.</summary>
    /// <param name="shorter">The length of the bars to merge.</param>
    /// <param name="longer">The length of the new bars.</param>
    public static bool Fits(Timeframe shorter, Timeframe longer) =>
        longer == shorter
        || (
            longer == Timeframe.OneMonth
                ? shorter.NominalMicroseconds <= UnixTime.MicrosecondsPerDay
                : shorter != Timeframe.OneMonth && longer.NominalMicroseconds % shorter.NominalMicroseconds == 0
        );
}
