using Bokgi.Kernels;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;
using Bokgi.UnitTests.Reference;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Strategies;

/// <summary>
/// A scan finds the signals of a block of consecutive bars at once. The scan of every strategy, at every SIMD width, must equal the strategy's
/// step bit for bit.
/// </summary>
public class SignalScanTests
{
    private static readonly Gen<double> Scales = Gen.Frequency((6, Gen.Const(1.0)), (1, Gen.OneOf(1e-290, 1e-150, 1e150, 1e290)));

    /// <summary>
    /// Series of candles whose prices and volumes have any order of magnitude. A series joins the rows of several generators, so that some
    /// windows contain rows of two generators.
    /// </summary>
    private static readonly Gen<List<Candle>> LongSeries = Gen.Select(
        CandleGenerators.Rows.List[1, 6],
        Scales,
        Scales,
        (parts, priceFactor, volumeFactor) =>
            parts.SelectMany(rows => rows).Select((row, i) => Scale(row, priceFactor, volumeFactor, i)).ToList()
    );

    private static readonly Gen<Candle> RisingCandles = Gen.Select(
        Gen.Double[50, 150],
        Gen.Double[0.001, 0.05],
        Gen.Double[0.1, 1_000],
        (open, body, volume) => new Candle(0, open, open * (1 + body), open, open * (1 + body), volume)
    );

    public static TheoryData<string, int> NamesAndWidths { get; } =
    [
        .. from strategy in StrategyCatalogue.All
        from width in Enum.GetValues<LaneWidth>()
        select new TheoryDataRow<string, int>(strategy.Name, (int)width),
    ];

    [Theory]
    [MemberData(nameof(NamesAndWidths))]
    public void Scan_AnyCandlesInAnyBlocks_EqualsTheStepBitForBit(string name, int width)
    {
        var strategy = Find(name);
        var signals = 0;
        Gen.Select(
                StrategyGenerators.Parameters(strategy),
                LongSeries,
                Gen.OneOf(Gen.Int[1, 40], Gen.Int[1, 600]).List[1, 4],
                Gen.Int[1, 5]
            )
            .Sample(
                (parameters, candles, blockLengths, detailInterval) =>
                {
                    using var series = CandleSeries.FromCandles(Symbol.Parse("TEST_KRW"), Timeframe.OneHour, [.. candles]);
                    using var scan = strategy.CreateScan(parameters, Timeframe.OneHour, (LaneWidth)width);
                    using var stepScan = StepScan.Create(strategy, parameters, Timeframe.OneHour);
                    signals += ShouldFindSameSignals(series, scan, stepScan, blockLengths, detailInterval);
                },
                iter: Iterations.Scale(1_500),
                threads: 1,
                print: sample => StrategyGenerators.Describe(sample.Item1, sample.Item2)
            );
        signals.ShouldBeGreaterThan(100);
    }

    /// <summary>A bar meets the thresholds exactly, so an average or ratio that is rounded differently loses or adds a signal.</summary>
    [Theory]
    [InlineData((int)LaneWidth.One)]
    [InlineData((int)LaneWidth.Four)]
    [InlineData((int)LaneWidth.Eight)]
    public void Scan_LongCandleThatMeetsItsThresholdsExactly_EqualsTheStep(int width)
    {
        var strategy = Find("volume_long_candle");
        var signals = 0;
        Gen.Select(RisingCandles.List[40, 120], Gen.Int[1, 60], Gen.Int[0, 119])
            .Sample(
                (bars, window, offset) =>
                {
                    var candles = bars.Select((bar, i) => bar with { TimeUtc = HourlyCandles.HourUtc(i) }).ToArray();
                    var thresholdBar = offset % candles.Length;
                    var average = candles[Math.Max(0, thresholdBar + 1 - window)..(thresholdBar + 1)].Average(candle => candle.Volume);
                    var parameters = StrategyParameters
                        .Defaults(strategy.Parameters)
                        .With("vol_ma_window", window)
                        .With("vol_multiplier", Math.Min(10, candles[thresholdBar].Volume / average))
                        .With("body_pct", (candles[thresholdBar].Close - candles[thresholdBar].Open) / candles[thresholdBar].Open);
                    using var series = CandleSeries.FromCandles(Symbol.Parse("TEST_KRW"), Timeframe.OneHour, candles);
                    using var scan = strategy.CreateScan(parameters, Timeframe.OneHour, (LaneWidth)width);
                    using var stepScan = StepScan.Create(strategy, parameters, Timeframe.OneHour);
                    signals += ShouldFindSameSignals(series, scan, stepScan, [candles.Length], detailInterval: 1);
                },
                iter: Iterations.Scale(3_000),
                threads: 1
            );
        signals.ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData("volume_long_candle")]
    [InlineData("volume_zone_breakout")]
    public void Scan_WindowsOfManyLengths_EqualsTheStep(string name)
    {
        var strategy = Find(name);
        var windowName = strategy.Parameters.Single(parameter => parameter.Name.Contains("window", StringComparison.Ordinal)).Name;
        var randomWalks = CandleGenerators.RandomWalk.List[20].Single(); // one random sample
        var candles = randomWalks.SelectMany(rows => rows).Select((row, i) => row with { TimeUtc = HourlyCandles.HourUtc(i) });
        using var series = CandleSeries.FromCandles(Symbol.Parse("TEST_KRW"), Timeframe.OneHour, [.. candles]);
        var signals = 0;
        for (var length = 1; length <= 500; length += length < 40 ? 1 : 23)
        {
            var parameters = StrategyParameters.Defaults(strategy.Parameters).With(windowName, length);
            foreach (var width in Enum.GetValues<LaneWidth>())
            {
                using var scan = strategy.CreateScan(parameters, Timeframe.OneHour, width);
                using var stepScan = StepScan.Create(strategy, parameters, Timeframe.OneHour);
                signals += ShouldFindSameSignals(series, scan, stepScan, [256], detailInterval: 1);
            }
        }

        signals.ShouldBeGreaterThan(100);
    }

    /// <summary>Real minutes, with prices on a grid, flat bars and volumes of eight decimals.</summary>
    [Theory]
    [InlineData("BTC_KRW", "volume_long_candle", 0.001)]
    [InlineData("BTC_KRW", "volume_zone_breakout", 0)]
    [InlineData("XRP_KRW", "volume_long_candle", 0.001)]
    [InlineData("XRP_KRW", "volume_zone_breakout", 0)]
    public void Scan_RealMinutes_EqualsTheStep(string symbol, string name, double body)
    {
        var strategy = Find(name);
        var parameters = StrategyParameters.Defaults(strategy.Parameters);
        if (body > 0)
            parameters = parameters.With("body_pct", body);
        Candle[] candles = [.. SharedCandles.Read(symbol, Timeframe.OneMinute, "2025-09-01", "2025-10-05")];
        using var series = CandleSeries.FromCandles(Symbol.Parse(symbol), Timeframe.OneMinute, candles);
        foreach (var width in Enum.GetValues<LaneWidth>())
        {
            using var scan = strategy.CreateScan(parameters, Timeframe.OneMinute, width);
            using var stepScan = StepScan.Create(strategy, parameters, Timeframe.OneMinute);
            ShouldFindSameSignals(series, scan, stepScan, [4_096], detailInterval: 7).ShouldBeGreaterThan(100);
        }
    }

    private static StrategyDefinition Find(string name) =>
        StrategyCatalogue.TryFind(name, out var strategy, out var error) ? strategy : throw new ArgumentException(error, nameof(name));

    private static Candle Scale(Candle row, double priceFactor, double volumeFactor, int i) =>
        new(
            HourlyCandles.HourUtc(i),
            row.Open * priceFactor,
            row.High * priceFactor,
            row.Low * priceFactor,
            row.Close * priceFactor,
            row.Volume * volumeFactor
        );

    // Compares all bits of the masks, and the details of every n-th signal. Returns the number of signals.
    private static int ShouldFindSameSignals(
        CandleSeries series,
        ISignalScan scan,
        ISignalScan stepScan,
        List<int> blockLengths,
        int detailInterval
    )
    {
        var found = new ulong[(blockLengths.Max() + 63) / 64];
        var expected = new ulong[found.Length];
        var (signals, from) = (0, 0);
        for (var block = 0; from < series.Count; block++)
        {
            var to = Math.Min(series.Count, from + blockLengths[block % blockLengths.Count]);
            scan.Find(series, from, to, found);
            stepScan.Find(series, from, to, expected);
            found.ShouldBe(expected, $"bars {from} to {to}");
            for (var bar = from; bar < to; bar++)
            {
                var isSignal = (expected[(bar - from) / 64] >> ((bar - from) % 64) & 1) != 0;
                if (!isSignal)
                    continue;
                var comparesDetails = signals % detailInterval == 0;
                signals++;
                if (!comparesDetails)
                    continue;
                var signal = stepScan.SignalAt(series, bar);
                BitsOf(scan.SignalAt(series, bar)).ShouldBe(BitsOf(signal), $"{scan.SignalAt(series, bar)} at {bar} instead of {signal}");
                BitConverter.DoubleToUInt64Bits(scan.Confidence(series, bar)).ShouldBe(BitConverter.DoubleToUInt64Bits(signal.Confidence));
            }

            from = to;
        }

        return signals;
    }

    private static ulong[] BitsOf(Signal signal) =>
        [
            .. (
                (double[])
                    [
                        signal.Price,
                        signal.Confidence,
                        signal.Details.First,
                        signal.Details.Second,
                        signal.Details.Third,
                        signal.Details.Fourth,
                    ]
            ).Select(BitConverter.DoubleToUInt64Bits),
        ];
}
