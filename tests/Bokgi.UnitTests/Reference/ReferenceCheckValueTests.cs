using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Reference;

/// <summary>The specification's check values, computed by the reference engine.</summary>
public class ReferenceCheckValueTests
{
    private const double Tolerance = 1e-12;

    private static readonly ReferenceRequest ZoneBreakout = new() { Strategy = "volume_zone_breakout" };

    private static readonly ReferenceRequest LongCandle = new() { Strategy = "volume_long_candle" };

    [Fact]
    public void Signals_UptickRamp_AreTheCheckValues()
    {
        var result = ReferenceEngine.Run(HourlyCandles.UptickRamp, Timeframe.OneHour, ZoneBreakout);

        result.Signals.Count.ShouldBe(90);
        result.Signals[0].Bar.ShouldBe(10);
        result.Signals[0].Price.ShouldBe(101.5, Tolerance);
        result.Signals[0].Confidence.ShouldBe(0.5096011085816095, Tolerance);
        result.Signals.Single(signal => signal.Bar == 50).Resistance!.Value.ShouldBe(105.03, Tolerance);
        result.Signals.Single(signal => signal.Bar == 99).Resistance!.Value.ShouldBe(109.93, Tolerance);
        result.Study.WinRate!.Value.ShouldBe(89 / 90.0, Tolerance);
        result.Study.AverageReturn!.Value.ShouldBe(0.0009343451129330867, Tolerance);
    }

    [Theory]
    [InlineData(20, false, 0.2, 108.0)]
    [InlineData(20, false, 0.3, 107.0)]
    [InlineData(10, true, 0.2, 107.0)]
    [InlineData(10, true, 0.7, 104.0)]
    public void Resistance_OneWideBar_IsTheCheckValue(int bins, bool withFlatBar, double share, double expected)
    {
        List<Candle> window = [new Candle(0, 100, 110, 100, 110, 100)];
        if (withFlatBar)
            window.Add(new Candle(1, 104, 104, 104, 104, 50));
        var request = ZoneBreakout with
        {
            Parameters = new() { ["num_bins"] = bins, ["top_percentile"] = share },
        };

        ReferenceVolumeZoneBreakout.Resistance(window, request)!.Value.ShouldBe(expected, Tolerance);
    }

    [Fact]
    public void VolumePerBin_FlatBarOnAnInnerEdge_BelongsToTheBinAbove()
    {
        double[] edges = [.. Enumerable.Range(0, 11).Select(k => 100.0 + k)];
        List<Candle> window =
        [
            new Candle(0, 100, 110, 100, 110, 100),
            new Candle(1, 104, 104, 104, 104, 50),
            new Candle(2, 110, 110, 110, 110, 7),
        ];

        ReferenceVolumeZoneBreakout.VolumePerBin(window, edges, includeWicks: true).ShouldBe([10, 10, 10, 10, 60, 10, 10, 10, 10, 17]);
    }

    [Theory]
    [InlineData(100, 5)]
    [InlineData(110, 0)]
    public void Resistance_OnePriceOrNoVolume_IsNull(double high, double volume) =>
        ReferenceVolumeZoneBreakout.Resistance([new Candle(0, 100, high, 100, high, volume)], ZoneBreakout).ShouldBeNull();

    [Fact]
    public void Signals_LongCandleAfterTwentyBars_GivesOneSignalAndItsStudyReturn()
    {
        var candles = HourlyCandles.AfterTwentyBars((100, 102.8, 99.8, 102.5, 1_600), (102.5, 104.5, 102, 104, 1_000));

        var result = ReferenceEngine.Run(candles, Timeframe.OneHour, LongCandle);

        var signal = result.Signals.ShouldHaveSingleItem();
        signal.Bar.ShouldBe(20);
        signal.MovingAverage!.Value.ShouldBe(1_030, Tolerance);
        signal.Confidence.ShouldBe(1 - (1.5 / (2 * 1_600 / 1_030.0)), Tolerance);
        result.Study.Returns.ShouldHaveSingleItem().ShouldBe(0.014634146341463415, Tolerance);
    }

    [Theory]
    [InlineData("upper wick", 106.49, 99.8, 102.5, true)]
    [InlineData("upper wick", 106.50, 99.8, 102.5, false)]
    [InlineData("lower wick", 102.8, 96.01, 102.5, true)]
    [InlineData("lower wick", 102.8, 96.00, 102.5, false)]
    [InlineData("body", 102.8, 99.8, 102.00, true)]
    [InlineData("body", 102.8, 99.8, 101.99, false)]
    public void Signals_LongCandleAtALimit_GivesASignalOnlyWithinIt(string limit, double high, double low, double close, bool isSignal)
    {
        var candles = HourlyCandles.AfterTwentyBars((100, high, low, close, 3_000));

        ReferenceEngine.Signals(candles, Timeframe.OneHour, LongCandle).Any().ShouldBe(isSignal, limit);
    }

    [Fact]
    public void Signals_CrossTrigger_NeedsAPreviousCloseBelowTheCurrentLevel()
    {
        var request = ZoneBreakout with
        {
            Parameters = new()
            {
                ["volume_window"] = 1,
                ["top_percentile"] = 1.0,
                ["trigger"] = "cross",
            },
        };
        // The level is the previous bar's low: 90 at bar 1, 100 at bar 2. Neither bar crosses it: bar 0 closed above 90, and bar 1 closed
        // exactly at 100.
        var candles = HourlyCandles.Hours((100, 100, 90, 100), (100, 110, 100, 100), (100, 120, 95, 110));

        ReferenceEngine.Signals(candles, Timeframe.OneHour, request).ShouldBeEmpty();
        ReferenceEngine
            .Signals(
                candles,
                Timeframe.OneHour,
                ZoneBreakout with
                {
                    Parameters = new() { ["volume_window"] = 1, ["top_percentile"] = 1.0 },
                }
            )
            .Select(signal => signal.Level!.Value)
            .ShouldBe([90, 100]);
    }

    [Fact]
    public void Signals_EqualResistance_CountsTheZonesAge()
    {
        var request = ZoneBreakout with
        {
            Parameters = new() { ["volume_window"] = 1, ["num_bins"] = 2 },
        };
        var candles = HourlyCandles.Hours(
            (100, 110, 90, 100),
            (100, 110, 90, 100),
            (100, 110, 90, 104),
            (100, 112, 90, 100),
            (101, 112, 90, 112)
        );

        var signals = ReferenceEngine.Signals(candles, Timeframe.OneHour, request).ToList();

        signals.Select(signal => signal.Resistance!.Value).ShouldBe([100, 100, 100, 101]);
        signals.Select(signal => signal.ZoneAgeBars!.Value).ShouldBe([1, 2, 3, 1]);
        signals[2].ZoneAgeDays!.Value.ShouldBe(0.125, Tolerance);
    }
}
