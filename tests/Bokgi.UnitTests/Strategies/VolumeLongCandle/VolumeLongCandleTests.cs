using Bokgi.Series;
using Bokgi.UnitTests.Reference;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Strategies.VolumeLongCandle;

public class VolumeLongCandleTests
{
    private const double Tolerance = 1e-12;

    private static readonly StrategyStepper Defaults = new("volume_long_candle");

    // Accepts almost any rising candle, so that only the volume decides.
    private static readonly StrategyStepper AnyShape = new(
        "volume_long_candle",
        ("vol_ma_window", "2"),
        ("vol_multiplier", "1"),
        ("body_pct", "0.01"),
        ("upper_wick_ratio", "100"),
        ("lower_wick_ratio", "100")
    );

    [Fact]
    public void Level_AnyBar_IsNaN() => Defaults.Levels(HourlyCandles.UptickRamp).ShouldAllBe(level => double.IsNaN(level));

    [Fact]
    public void Step_LongCandleWithAVolumeSurge_GivesASignalWithItsDetails()
    {
        var candles = HourlyCandles.AfterTwentyBars((100, 102.8, 99.8, 102.5, 1_600), (102.5, 104.5, 102, 104, 1_000));

        var (bar, signal) = Defaults.Signals(candles).ShouldHaveSingleItem();

        (bar, signal.Price).ShouldBe((20, 102.5));
        // The average volume of 19 bars of 1,000 and this one of 1,600 is 1,030. The required multiple of it is 1.5.
        signal.Confidence.ShouldBe(1 - (1.5 / (2 * 1_600 / 1_030.0)), Tolerance);
        // The average volume, the volume as a multiple of the average, the body, and an unused detail.
        signal.Details[0].ShouldBe(1_030, Tolerance);
        signal.Details[1].ShouldBe(1_600 / 1_030.0, Tolerance);
        signal.Details[2].ShouldBe(0.025, Tolerance);
        signal.Details[3].ShouldBe(0);
    }

    // The open is 100. The body must be at least 2 % of it, and each wick less than 4 %.
    [Theory]
    [InlineData(106.49, 99.8, 102.5, true)]
    [InlineData(106.50, 99.8, 102.5, false)]
    [InlineData(102.8, 96.01, 102.5, true)]
    [InlineData(102.8, 96.00, 102.5, false)]
    [InlineData(102.8, 99.8, 102.00, true)]
    [InlineData(102.8, 99.8, 101.99, false)]
    public void Step_ShapeAtALimit_GivesASignalOnlyWithinIt(double high, double low, double close, bool isSignal) =>
        Defaults.Signals(HourlyCandles.AfterTwentyBars((100, high, low, close, 3_000))).Count.ShouldBe(isSignal ? 1 : 0);

    [Fact]
    public void Step_VolumeExactlyAtTheThreshold_HasConfidenceOneHalf()
    {
        // The average of 100 and 300 is 200, and 300 is exactly 1.5 times that.
        var stepper = new StrategyStepper("volume_long_candle", ("vol_ma_window", "2"));

        var (bar, signal) = stepper.Signals([Bar(0, 100, 100), Bar(1, 103, 300)]).ShouldHaveSingleItem();

        (bar, signal.Confidence).ShouldBe((1, 0.5));
        stepper.Signals([Bar(0, 100, 100), Bar(1, 103, 299)]).ShouldBeEmpty();
    }

    [Fact]
    public void Step_NoVolumeAtAll_GivesNoSignal() => AnyShape.Signals([Bar(0, 103, 0), Bar(1, 103, 0)]).ShouldBeEmpty();

    [Fact]
    public void Step_FirstBar_UsesItsOwnVolumeAsTheAverage() =>
        AnyShape.Signals([Bar(0, 103, 5)]).ShouldHaveSingleItem().Signal.Details[0].ShouldBe(5);

    [Fact]
    public void Step_FallingCandle_GivesNoSignal() => AnyShape.Signals([Bar(0, 90, 100)]).ShouldBeEmpty();

    [Fact]
    public void Step_WindowOfOne_AveragesOnlyTheCurrentBar()
    {
        var stepper = new StrategyStepper("volume_long_candle", ("vol_ma_window", "1"), ("vol_multiplier", "1"));

        stepper.Signals([Bar(0, 103, 1_000), Bar(1, 103, 1)]).Select(result => result.Signal.Details[0]).ShouldBe([1_000, 1]);
        stepper.WarmUpBars.ShouldBe(0);
    }

    [Fact]
    public void WarmUpBars_Defaults_AreOneFewerThanTheWindow() => Defaults.WarmUpBars.ShouldBe(19);

    [Fact]
    public void Save_AnyBar_ReturnsTheLastVolumesOldestFirst()
    {
        AnyShape.Save([Bar(0, 100, 1)]).ShouldBe([1]);
        AnyShape.Save([Bar(0, 100, 1), Bar(1, 100, 2), Bar(2, 100, 3)]).ShouldBe([2, 3]);
    }

    [Fact]
    public void Restore_MoreVolumesThanTheWindowHolds_IsRefused()
    {
        AnyShape.Restore(1, 2);
        Should
            .Throw<ArgumentException>(() => AnyShape.Restore(1, 2, 3))
            .Message.ShouldContain("a state of 3 volumes does not fit a window of 2");
    }

    private static Candle Bar(int hour, double close, double volume) =>
        new(HourlyCandles.HourUtc(hour), 100, Math.Max(100, close), Math.Min(100, close), close, volume);
}
