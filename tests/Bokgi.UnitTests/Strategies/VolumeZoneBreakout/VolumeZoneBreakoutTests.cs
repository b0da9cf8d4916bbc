using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests.Reference;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Strategies.VolumeZoneBreakout;

/// <summary>
/// The details of a signal are, in this order: the resistance, the level, the age of the zone in bars, and the age of the zone in days.
/// The check values are results that the specification publishes for example candles (see docs/testing.md).
/// </summary>
public class VolumeZoneBreakoutTests
{
    private const string Name = "volume_zone_breakout";
    private const double Tolerance = 1e-12;

    // With a window of one bar, all of whose volume counts, the level is the previous bar's low.
    private static readonly StrategyStepper LevelAtPreviousLow = new(Name, ("volume_window", "1"), ("top_percentile", "1"));

    [Fact]
    public void Step_UptickRamp_GivesTheCheckValues()
    {
        var signals = new StrategyStepper(Name).Signals(HourlyCandles.UptickRamp);

        signals.Count.ShouldBe(90);
        (signals[0].Bar, signals[0].Signal.Price).ShouldBe((10, 101.5));
        signals[0].Signal.Confidence.ShouldBe(0.5096011085816095, Tolerance);
        signals.Single(result => result.Bar == 50).Signal.Details[0].ShouldBe(105.03, Tolerance);
        signals.Single(result => result.Bar == 99).Signal.Details[0].ShouldBe(109.93, Tolerance);
        signals.ShouldAllBe(result => result.Signal.Details[2] == 1);
    }

    [Theory]
    [InlineData(20, false, "0.2", 108.0)]
    [InlineData(20, false, "0.3", 107.0)]
    [InlineData(10, true, "0.2", 107.0)]
    [InlineData(10, true, "0.7", 104.0)]
    public void Step_BreakoutAfterOneWideBar_HasTheCheckValueAsResistance(
        int bins,
        bool withFlatBar,
        string share,
        double expectedResistance
    )
    {
        var stepper = new StrategyStepper(
            Name,
            ("volume_window", withFlatBar ? "2" : "1"),
            ("num_bins", $"{bins}"),
            ("top_percentile", share)
        );
        List<Candle> candles = [new(0, 100, 110, 100, 110, 100)];
        if (withFlatBar)
            candles.Add(new Candle(1, 104, 104, 104, 104, 50));
        candles.Add(new Candle(2, 120, 120, 120, 120, 1));

        stepper.Signals(candles).ShouldHaveSingleItem().Signal.Details[0].ShouldBe(expectedResistance, Tolerance);
    }

    [Fact]
    public void Step_HighOnTheLevel_GivesASignal()
    {
        LevelAtPreviousLow.Signals(Hours((100, 110, 90, 100), (80, 90, 80, 85))).ShouldHaveSingleItem().Signal.Confidence.ShouldBe(0.5);
        LevelAtPreviousLow.Signals(Hours((100, 110, 90, 100), (80, 89.99, 80, 85))).ShouldBeEmpty();
    }

    [Fact]
    public void Step_FarAboveTheLevel_HasConfidenceOne() =>
        LevelAtPreviousLow.Signals(Hours((100, 110, 90, 100), (200, 200, 200, 200))).ShouldHaveSingleItem().Signal.Confidence.ShouldBe(1);

    [Fact]
    public void Step_BreakoutBuffer_RaisesTheLevel()
    {
        var stepper = new StrategyStepper(Name, ("volume_window", "1"), ("top_percentile", "1"), ("breakout_buffer", "0.25"));

        var signal = stepper.Signals(Hours((100, 110, 80, 100), (90, 100, 90, 95))).ShouldHaveSingleItem().Signal;
        (signal.Details[0], signal.Details[1], signal.Confidence).ShouldBe((80, 100, 0.5));
        stepper.Signals(Hours((100, 110, 80, 100), (90, 99, 90, 95))).ShouldBeEmpty();
    }

    [Fact]
    public void Level_EachBar_IsThePriceThatTheBarHadToReach()
    {
        var stepper = new StrategyStepper(Name, ("volume_window", "1"), ("top_percentile", "1"), ("breakout_buffer", "0.25"));

        stepper
            .Levels(Hours((100, 110, 80, 100), (90, 99, 84, 95), (80, 80, 80, 80), (80, 85, 75, 80)))
            .ShouldBe([double.NaN, 100, 105, double.NaN]);
    }

    [Fact]
    public void Step_BodiesOnly_IgnoresWicksExceptForTheConfidence()
    {
        var stepper = new StrategyStepper(Name, ("volume_window", "1"), ("top_percentile", "1"), ("include_wicks", "false"));

        // The previous body is 96 to 100, so the level is 96. The body reaches it; the high is 120.
        var signal = stepper.Signals(Hours((100, 110, 90, 96), (95, 120, 80, 96))).ShouldHaveSingleItem().Signal;
        signal.Details[1].ShouldBe(96);
        signal.Confidence.ShouldBe(0.5 + (24 / 96.0), Tolerance);
        stepper.Signals(Hours((100, 110, 90, 96), (94, 120, 80, 95))).ShouldBeEmpty();
    }

    [Fact]
    public void Step_TriggerCross_NeedsThePreviousCloseBelowTheLevel()
    {
        var cross = new StrategyStepper(Name, ("volume_window", "1"), ("top_percentile", "0.2"), ("num_bins", "5"), ("trigger", "cross"));

        // The level is 108. A previous close of 107.99 is below it; a previous close of 108 is not.
        cross.Signals(Hours((100, 110, 100, 107.99), (108, 109, 108, 108))).Count.ShouldBe(1);
        cross.Signals(Hours((100, 110, 100, 108), (108, 109, 108, 108))).ShouldBeEmpty();
    }

    [Fact]
    public void Step_EqualResistance_CountsTheZonesAgeInBarsAndDays()
    {
        var stepper = new StrategyStepper(Name, ("volume_window", "1"), ("num_bins", "2"));
        var candles = Hours((100, 110, 90, 100), (100, 110, 90, 100), (100, 110, 90, 104), (100, 112, 90, 100), (101, 112, 90, 112));

        var signals = stepper.Signals(candles, Timeframe.Parse("4H"));

        signals.Select(result => result.Signal.Details[0]).ShouldBe([100, 100, 100, 101]);
        signals.Select(result => result.Signal.Details[2]).ShouldBe([1, 2, 3, 1]);
        signals.Select(result => result.Signal.Details[3]).ShouldBe([1 / 6.0, 2 / 6.0, 3 / 6.0, 1 / 6.0]);
    }

    [Fact]
    public void Step_BarWithoutALevel_RestartsTheZonesAge()
    {
        var stepper = new StrategyStepper(Name, ("volume_window", "1"), ("num_bins", "2"));
        var candles = Hours((100, 110, 90, 100), (110, 110, 110, 110), (100, 110, 90, 100), (100, 110, 90, 100));

        stepper.Signals(candles).Select(result => (result.Bar, result.Signal.Details[2])).ShouldBe([(1, 1), (3, 1)]);
    }

    [Fact]
    public void Step_OnePriceOrNoVolume_HasNoLevel()
    {
        LevelAtPreviousLow.Signals(Hours((100, 100, 100, 100), (200, 200, 200, 200))).ShouldBeEmpty();
        LevelAtPreviousLow.Signals([new(0, 100, 110, 90, 100, 0), new(1, 200, 200, 200, 200, 1)]).ShouldBeEmpty();
    }

    [Fact]
    public void WarmUpBars_Defaults_FillTheWindow() => new StrategyStepper(Name).WarmUpBars.ShouldBe(10);

    // A state is the last close, the resistance, its age, the number of bars in the window, and then their lows, highs and volumes.
    [Fact]
    public void Save_AnyBar_ReturnsTheCloseTheZoneAndTheWindow()
    {
        var windowOfTwo = new StrategyStepper(Name, ("volume_window", "2"));

        windowOfTwo.Save([]).ShouldBe([0, double.NaN, 0, 0]);
        windowOfTwo.Save(Hours((100, 110, 90, 101))).ShouldBe([101, double.NaN, 0, 1, 90, 110, 1]);
        LevelAtPreviousLow.Save(Hours((100, 110, 90, 101), (100, 105, 95, 102))).ShouldBe([102, 90, 1, 1, 95, 105, 1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    public void Restore_StateOfAWrongLength_IsRefused(int length)
    {
        // A window of 1 has a state of 4 numbers without a bar or 7 with one; the fourth counts the bars, so 7 zeros are refused.
        Should
            .Throw<ArgumentException>(() => LevelAtPreviousLow.Restore(new double[length]))
            .Message.ShouldContain($"a state of {length} numbers does not fit a window of 1");
        LevelAtPreviousLow.Restore(0, double.NaN, 0, 0);
        LevelAtPreviousLow.Restore(0, double.NaN, 0, 1, 90, 110, 1);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Restore_CountThatTheWindowCannotHold_IsRefused(int count)
    {
        double[] state = [0, double.NaN, 0, count, 1, 2, 3, 1, 2, 3];

        var lengthForCount = 4 + (3 * Math.Max(0, count));
        Should.Throw<ArgumentException>(() => LevelAtPreviousLow.Restore(state[..lengthForCount]));
    }

    private static List<Candle> Hours(params (double Open, double High, double Low, double Close)[] bars) => HourlyCandles.Hours(bars);
}
