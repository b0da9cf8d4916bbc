using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Strategies.VolumeZoneBreakout;

/// <summary>What <see cref="VolumeZoneBreakoutStrategy"/> compares a bar with, and the signal that a bar gives which breaks the level.</summary>
internal readonly struct VolumeZoneBreakoutRules(StrategyParameters parameters, Timeframe timeframe)
{
    /// <summary>By what share of the total the volume may fall short and still reach the wanted one, so that exact ties fall alike everywhere.</summary>
    public const double Tolerance = 1e-9;

    private readonly double buffer = parameters["breakout_buffer"];
    private readonly double daysPerBar = (double)timeframe.NominalMicroseconds / UnixTime.MicrosecondsPerDay;

    /// <summary>Bars that make the zone.</summary>
    public int Window { get; } = parameters.Integer("volume_window");

    /// <summary>Share of the volume, counted from the top price down.</summary>
    public double Percentile { get; } = parameters["top_percentile"];

    /// <summary>Equal bins between the window's lowest and highest price.</summary>
    public int Bins { get; } = parameters.Integer("num_bins");

    /// <summary>Whether a bar spans its wicks, or its body only.</summary>
    public bool IncludesWicks { get; } = parameters.Flag("include_wicks");

    /// <summary>Whether the close before must have been below the level.</summary>
    public bool NeedsCross { get; } = parameters.Flag("trigger");

    /// <summary>What a resistance is multiplied with to give the level.</summary>
    public double LevelFactor => 1 + buffer;

    /// <summary>The prices that a bar counts with: its wicks, or its body only.</summary>
    public (double Low, double High) SpanOf(in Candle candle) =>
        IncludesWicks ? (candle.Low, candle.High) : (Math.Min(candle.Open, candle.Close), Math.Max(candle.Open, candle.Close));

    /// <summary>The price to be reached.</summary>
    public double Level(double resistance) => resistance * LevelFactor;

    public static double Confidence(double high, double level) => Math.Min(0.5 + ((high - level) / level), 1);

    /// <summary>The signal of a bar that broke the level.</summary>
    /// <param name="candle">The bar.</param>
    /// <param name="resistance">The zone's lower edge.</param>
    /// <param name="age">For how many bars it has been the same.</param>
    public Signal Signal(in Candle candle, double resistance, int age)
    {
        var level = Level(resistance);
        return new Signal(candle.Close, Confidence(candle.High, level), new SignalDetails(resistance, level, age, age * daysPerBar));
    }
}
