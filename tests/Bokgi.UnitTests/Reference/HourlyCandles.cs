using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.UnitTests.Reference;

/// <summary>Candles for examples worked out by hand: one bar per hour from 2024-01-01T00:00Z.</summary>
internal static class HourlyCandles
{
    public static long StartUtc { get; } = UnixTime.FromDateTime(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>
    /// The rising series for which the specification (see docs/testing.md) publishes expected figures, checked by EngineCheckValueTests:
    /// 100 bars, each 0.1 higher than the bar before.
    /// </summary>
    public static List<Candle> UptickRamp { get; } =
    [
        .. Enumerable
            .Range(0, 100)
            .Select(i => new Candle(
                HourUtc(i),
                100 + (0.1 * i),
                101 + (0.1 * i),
                99 + (0.1 * i),
                100.5 + (0.1 * i),
                1_000_000 + (1_000 * i)
            )),
    ];

    public static long HourUtc(int hour) => StartUtc + (hour * Timeframe.OneHour.NominalMicroseconds);

    public static List<Candle> Hours(params (double Open, double High, double Low, double Close)[] bars) =>
        [.. bars.Select((bar, i) => new Candle(HourUtc(i), bar.Open, bar.High, bar.Low, bar.Close, 1))];

    /// <summary>Twenty bars at a price of about 100 with a volume of 1,000, followed by the given bars.</summary>
    public static List<Candle> AfterTwentyBars(params (double Open, double High, double Low, double Close, double Volume)[] bars) =>
        [
            .. Enumerable.Range(0, 20).Select(i => new Candle(HourUtc(i), 100, 100.5, 99.5, 100, 1_000)),
            .. bars.Select((bar, i) => new Candle(HourUtc(20 + i), bar.Open, bar.High, bar.Low, bar.Close, bar.Volume)),
        ];
}
