using System.Runtime.CompilerServices;
using Bokgi.Series;

namespace Bokgi.Strategies.VolumeLongCandle;

/// <summary>The thresholds of <see cref="VolumeLongCandleStrategy"/>, and the signal of a bar that passes them.</summary>
internal readonly struct VolumeLongCandleRules(StrategyParameters parameters)
{
    /// <summary>Number of bars in the average volume.</summary>
    public int Window { get; } = parameters.Integer("vol_ma_window");

    /// <summary>Required volume, as a multiple of the average volume.</summary>
    public double Multiplier { get; } = parameters["vol_multiplier"];

    /// <summary>Minimum body, as a fraction of the open.</summary>
    public double MinimumBody { get; } = parameters["body_pct"];

    /// <summary>Limit for the upper wick, as a fraction of the open; exclusive.</summary>
    public double UpperWickLimit { get; } = parameters["upper_wick_ratio"] * parameters["body_pct"];

    /// <summary>Limit for the lower wick, as a fraction of the open; exclusive.</summary>
    public double LowerWickLimit { get; } = parameters["lower_wick_ratio"] * parameters["body_pct"];

    // There is no separate check for a rising candle: since body_pct is above 0, only a rising candle can have a long enough body.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasLongBody(in Candle candle) => BodyOf(candle) >= MinimumBody;

    public bool HasShortWicks(in Candle candle) => UpperWickOf(candle) < UpperWickLimit && LowerWickOf(candle) < LowerWickLimit;

    public bool HasVolumeSurge(in Candle candle, double averageVolume) =>
        averageVolume != 0 && candle.Volume >= MinimumVolume(averageVolume);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double BodyOf(in Candle candle) => (candle.Close - candle.Open) / candle.Open;

    public static double UpperWickOf(in Candle candle) => Math.Max(0, candle.High - candle.Close) / candle.Open;

    public static double LowerWickOf(in Candle candle) => Math.Max(0, candle.Open - candle.Low) / candle.Open;

    public double MinimumVolume(double averageVolume) => averageVolume * Multiplier;

    // 0.5 at the minimum volume; approaches 1 as the volume grows.
    public double Confidence(in Candle candle, double averageVolume) => 1 - (Multiplier / (2 * (candle.Volume / averageVolume)));

    public Signal CreateSignal(in Candle candle, double averageVolume) =>
        new(
            candle.Close,
            Confidence(candle, averageVolume),
            new SignalDetails(averageVolume, candle.Volume / averageVolume, BodyOf(candle))
        );
}
