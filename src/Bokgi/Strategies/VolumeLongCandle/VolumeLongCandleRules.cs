using System.Runtime.CompilerServices;
using Bokgi.Series;

namespace Bokgi.Strategies.VolumeLongCandle;

/// <summary>What <see cref="VolumeLongCandleStrategy"/> compares a bar with, and the signal that a bar gives which passes.</summary>
internal readonly struct VolumeLongCandleRules(StrategyParameters parameters)
{
    /// <summary>Bars in the average volume.</summary>
    public int Window { get; } = parameters.Integer("vol_ma_window");

    /// <summary>How many times the average volume the bar must have.</summary>
    public double Multiplier { get; } = parameters["vol_multiplier"];

    /// <summary>Smallest body, as a fraction of the open.</summary>
    public double Body { get; } = parameters["body_pct"];

    /// <summary>The upper wick must be shorter, as a fraction of the open.</summary>
    public double UpperWick { get; } = parameters["upper_wick_ratio"] * parameters["body_pct"];

    /// <summary>The lower wick must be shorter, as a fraction of the open.</summary>
    public double LowerWick { get; } = parameters["lower_wick_ratio"] * parameters["body_pct"];

    // A body that is long enough is a rising one too: body_pct is above 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasLongBody(in Candle candle) => BodyOf(candle) >= Body;

    public bool HasShortWicks(in Candle candle) => UpperWickOf(candle) < UpperWick && LowerWickOf(candle) < LowerWick;

    public bool HasSurged(in Candle candle, double average) => average != 0 && candle.Volume >= LeastVolume(average);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double BodyOf(in Candle candle) => (candle.Close - candle.Open) / candle.Open;

    public static double UpperWickOf(in Candle candle) => Math.Max(0, candle.High - candle.Close) / candle.Open;

    public static double LowerWickOf(in Candle candle) => Math.Max(0, candle.Open - candle.Low) / candle.Open;

    public double LeastVolume(double average) => average * Multiplier;

    public double Confidence(in Candle candle, double average) => 1 - (Multiplier / (2 * (candle.Volume / average)));

    public Signal Signal(in Candle candle, double average) =>
        new(candle.Close, Confidence(candle, average), new SignalDetails(average, candle.Volume / average, BodyOf(candle)));
}
