using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Markets;

public class TimeframeTests
{
    [Theory]
    [InlineData("1S", 1, 31_536_000)]
    [InlineData("1M", 60, 525_600)]
    [InlineData("3M", 180, 175_200)]
    [InlineData("5M", 300, 105_120)]
    [InlineData("10M", 600, 52_560)]
    [InlineData("15M", 900, 35_040)]
    [InlineData("30M", 1_800, 17_520)]
    [InlineData("1H", 3_600, 8_760)]
    [InlineData("4H", 14_400, 2_190)]
    [InlineData("1D", 86_400, 365)]
    [InlineData("1W", 604_800, 365 / 7.0)]
    [InlineData("1MO", 2_592_000, 12)]
    public void TryParse_EveryTimeframe_HasItsLengthAndBarsPerYear(string name, long seconds, double barsPerYear)
    {
        Timeframe.TryParse(name, out var timeframe, out var error).ShouldBeTrue();

        (timeframe.Name, timeframe.ToString(), error).ShouldBe((name, name, string.Empty));
        timeframe.NominalMicroseconds.ShouldBe(seconds * 1_000_000);
        timeframe.BarsPerYear.ShouldBe(barsPerYear, 1e-12);
        Timeframe.Parse($" {name.ToLowerInvariant()} ").ShouldBeSameAs(timeframe);
    }

    [Fact]
    public void All_Timeframes_AreTwelveFromShortToLong()
    {
        Timeframe.All.Count.ShouldBe(12);
        Timeframe.All.Select(timeframe => timeframe.NominalMicroseconds).ShouldBeInOrder();
        new[] { Timeframe.OneMinute, Timeframe.OneHour, Timeframe.OneDay, Timeframe.OneMonth }.ShouldBe(
            new[] { "1M", "1H", "1D", "1MO" }.Select(Timeframe.Parse)
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2H")]
    [InlineData("60M")]
    [InlineData("D")]
    public void TryParse_NotATimeframe_IsRefusedWithTheTextAndTheValidOnes(string? text)
    {
        Timeframe.TryParse(text, out _, out var error).ShouldBeFalse();

        error.ShouldBe(
            $"'{text}' is not a timeframe; use one of 1S, 1M, 3M, 5M, 10M, 15M, 30M, 1H, 4H, 1D, 1W, 1MO (M is minutes, MO months)"
        );
        Should.Throw<FormatException>(() => Timeframe.Parse(text!)).Message.ShouldBe(error);
    }

    [Theory]
    [InlineData("1M", "2024-02-29T12:34:56Z", "2024-02-29T12:34:00Z", "2024-02-29T12:35:00Z")]
    [InlineData("10M", "2024-02-29T12:34:56Z", "2024-02-29T12:30:00Z", "2024-02-29T12:40:00Z")]
    [InlineData("1H", "2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z", "2024-02-29T13:00:00Z")]
    [InlineData("4H", "2024-02-29T15:59:59Z", "2024-02-29T12:00:00Z", "2024-02-29T16:00:00Z")]
    [InlineData("1D", "2024-02-29T23:59:59Z", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z")]
    [InlineData("1D", "1969-12-31T23:00:00Z", "1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z")]
    [InlineData("1W", "2024-02-29T12:00:00Z", "2024-02-26T00:00:00Z", "2024-03-04T00:00:00Z")]
    [InlineData("1W", "2024-03-03T23:59:59Z", "2024-02-26T00:00:00Z", "2024-03-04T00:00:00Z")]
    [InlineData("1W", "2024-03-04T00:00:00Z", "2024-03-04T00:00:00Z", "2024-03-11T00:00:00Z")]
    [InlineData("1W", "1970-01-04T12:00:00Z", "1969-12-29T00:00:00Z", "1970-01-05T00:00:00Z")]
    [InlineData("1MO", "2024-02-29T12:00:00Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z")]
    [InlineData("1MO", "2023-12-31T23:59:59Z", "2023-12-01T00:00:00Z", "2024-01-01T00:00:00Z")]
    [InlineData("1MO", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z")]
    public void OpenOfAndEndOf_AnyInstant_AreTheBoundsOfItsBar(string timeframe, string instant, string open, string end)
    {
        var barLength = Timeframe.Parse(timeframe);

        UnixTime.Format(barLength.OpenOf(Micros(instant))).ShouldBe(open);
        UnixTime.Format(barLength.EndOf(Micros(open))).ShouldBe(end);
        barLength.OpenOf(Micros(open)).ShouldBe(Micros(open));
        barLength.OpenOf(Micros(end) - 1).ShouldBe(Micros(open));
    }

    private static long Micros(string utc) =>
        UnixTime.FromDateTime(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime);
}
