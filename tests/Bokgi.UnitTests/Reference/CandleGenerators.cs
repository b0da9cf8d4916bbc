using Bokgi.Series;
using CsCheck;

namespace Bokgi.UnitTests.Reference;

/// <summary>
/// Generates random valid candles, whose times are not set yet. To provoke ties, such as equal prices or a price exactly on a level, some
/// generators use small whole numbers of ticks.
/// </summary>
internal static class CandleGenerators
{
    private const int MinBars = 1;

    private const int MaxBars = 90;

    // Whole ticks give exact ties; decimal ticks give ties that are off by one rounding.
    private static readonly Gen<(double Base, double Tick)> Scales = Gen.OneOf(
        (0.0, 1.0),
        (0.0, 1.0),
        (0.0, 0.5),
        (0.0, 0.1),
        (0.0, 0.0001),
        (96.0, 1.0),
        (99.9, 0.01),
        (50_000_000.0, 1_000.0)
    );

    // Volumes span only five orders of magnitude, so that every bar with a volume has far more than 1e-9 of the window's volume. The search
    // for the volume zone tolerates a shortfall of 1e-9, so the result would depend on rounding if a bar had so little volume.
    private static readonly Gen<double> Volumes = Gen.Frequency(
        (4, Gen.Int[0, 5].Select(value => (double)value)),
        (1, Gen.Const(0.0)),
        (1, Gen.Double[0.1, 1_000]),
        (1, Gen.Int[-1, 5].Select(power => Math.Pow(6, power)))
    );

    /// <summary>How many bars are missing before each bar, as a repeating pattern.</summary>
    public static Gen<List<int>> Gaps { get; } =
        Gen.Frequency(
            (2, Gen.Const(0).List[1, 1]),
            (1, Gen.Frequency((8, Gen.Const(0)), (2, Gen.Int[1, 3]), (1, Gen.Int[4, 60])).List[2, 40])
        );

    /// <summary>Bars in a narrow band of ticks, with many equal highs, flat bars, and prices exactly on a level.</summary>
    public static Gen<List<Candle>> Band { get; } =
        Gen.Select(
            Scales,
            Gen.Select(Gen.Int[1, 16], Gen.Int[1, 16], Gen.Int[0, 4], Gen.Int[0, 4], Volumes).List[MinBars, MaxBars],
            (scale, bars) =>
                bars.ConvertAll(bar =>
                {
                    var (open, close, above, below, volume) = bar;
                    return FromTicks(scale, open, close, above, below, volume);
                })
        );

    /// <summary>A random walk in whole ticks. Most bars open at the previous close; some jump past stops and targets.</summary>
    public static Gen<List<Candle>> TickWalk { get; } =
        Gen.Select(
            Gen.OneOf((0.0, 1.0), (0.0, 0.1), (0.0, 0.25)),
            Gen.Select(Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[-12, 12])), Gen.Int[-8, 9], Gen.Int[0, 8], Gen.Int[0, 8], Volumes).List[
                MinBars,
                MaxBars
            ],
            (scale, bars) =>
            {
                var close = 100;
                return bars.ConvertAll(bar =>
                {
                    var (gap, change, above, below, volume) = bar;
                    var open = Math.Max(1, close + gap);
                    close = Math.Max(1, open + change);
                    return FromTicks(scale, open, close, above, below, volume);
                });
            }
        );

    /// <summary>Bars with mostly the same price, so that there is often no resistance level at all.</summary>
    public static Gen<List<Candle>> Flat { get; } =
        Gen.Select(
            Scales,
            Gen.Select(
                Gen.Frequency((9, Gen.Const(4)), (1, Gen.Int[1, 8])),
                Gen.Frequency((9, Gen.Const(0)), (1, Gen.Int[0, 2])),
                Volumes
            ).List[MinBars, MaxBars],
            (scale, bars) =>
                bars.ConvertAll(bar =>
                {
                    var (open, rise, volume) = bar;
                    return FromTicks(scale, open, close: open + rise, above: rise, below: 0, volume);
                })
        );

    /// <summary>A realistic random walk with full double precision.</summary>
    public static Gen<List<Candle>> RandomWalk { get; } = CreateRandomWalk(Gen.Double[-0.04, 0.05], 60_000_000);

    /// <summary>A random walk that loses nearly everything.</summary>
    public static Gen<List<Candle>> Crash { get; } =
        CreateRandomWalk(Gen.Frequency((3, Gen.Double[-1.5, -0.1]), (1, Gen.Double[0, 0.3])), 100);

    /// <summary>Candles from any of these generators.</summary>
    public static Gen<List<Candle>> Rows { get; } = Gen.Frequency((4, Band), (4, TickWalk), (1, Flat), (3, RandomWalk), (1, Crash));

    private static Gen<List<Candle>> CreateRandomWalk(Gen<double> steps, double start) =>
        Gen.Select(Gen.Frequency((3, Gen.Const(0.0)), (1, steps)), steps, Gen.Double[0, 0.02], Gen.Double[0, 0.02], Volumes)
            .List[MinBars, MaxBars]
            .Select(bars =>
            {
                var close = start;
                return bars.ConvertAll(bar =>
                {
                    var (gap, change, above, below, volume) = bar;
                    var open = close * Math.Exp(gap);
                    close = open * Math.Exp(change);
                    var (high, low) = (Math.Max(open, close) * (1 + above), Math.Min(open, close) * (1 - below));
                    return new Candle(0, open, high, low, close, volume);
                });
            });

    private static Candle FromTicks((double Base, double Tick) scale, int open, int close, int above, int below, double volume)
    {
        double Price(int ticks) => scale.Base + (scale.Tick * ticks);
        var (high, low) = (Math.Max(open, close) + above, Math.Max(1, Math.Min(open, close) - below));
        return new Candle(0, Price(open), Price(high), Price(low), Price(close), volume);
    }
}
