using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Strategies.VolumeZoneBreakout;

/// <summary>The thresholds of <see cref="VolumeZoneBreakoutStrategy"/>, and the signal of a bar that breaks the level.</summary>
internal readonly struct VolumeZoneBreakoutRules(StrategyParameters parameters, Timeframe timeframe)
{
    /// <summary>
    /// How far the volume may fall short of the target volume, as a fraction of the total, so that rounding does not decide ties.
    /// </summary>
    public const double Tolerance = 1e-9;

    private readonly double buffer = parameters["breakout_buffer"];
    private readonly double daysPerBar = (double)timeframe.NominalMicroseconds / UnixTime.MicrosecondsPerDay;

    /// <summary>Number of bars that form the zone.</summary>
    public int Window { get; } = parameters.Integer("volume_window");

    /// <summary>The share of the volume that the zone holds, counted from the top price down; a fraction above 0, up to 1.</summary>
    public double Percentile { get; } = parameters["top_percentile"];

    /// <summary>Number of equal bins between the window's lowest and highest price.</summary>
    public int Bins { get; } = parameters.Integer("num_bins");

    /// <summary>Whether a bar's price span includes its wicks, or only its body.</summary>
    public bool IncludesWicks { get; } = parameters.Flag("include_wicks");

    /// <summary>Whether the previous close must be below the level: true for the trigger <c>cross</c>, false for <c>level</c>.</summary>
    public bool NeedsCross { get; } = parameters.Flag("trigger");

    /// <summary>The level divided by the resistance.</summary>
    public double LevelFactor => 1 + buffer;

    /// <summary>A bar's price span, with or without its wicks.</summary>
    public (double Low, double High) SpanOf(in Candle candle) =>
        IncludesWicks ? (candle.Low, candle.High) : (Math.Min(candle.Open, candle.Close), Math.Max(candle.Open, candle.Close));

    /// <summary>The price that a bar must reach for a breakout.</summary>
    public double Level(double resistance) => resistance * LevelFactor;

    // 0.5, plus the fraction by which the high exceeds the level; at most 1.
    public static double Confidence(double high, double level) => Math.Min(0.5 + ((high - level) / level), 1);

    /// <summary>The signal of a bar that breaks the level.</summary>
    /// <param name="candle">The bar.</param>
    /// <param name="resistance">The zone's lower edge.</param>
    /// <param name="age">For how many bars the resistance has been the same.</param>
    public Signal CreateSignal(in Candle candle, double resistance, int age)
    {
        var level = Level(resistance);
        return new Signal(candle.Close, Confidence(candle.High, level), new SignalDetails(resistance, level, age, age * daysPerBar));
    }
}
