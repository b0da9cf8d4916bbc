using Bokgi.MarketData.Lake.Synthetic;
using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Synthetic;

public class SyntheticCandlesTests
{
    public static TheoryData<string> DefaultSymbols() => [.. GenerationOptions.DefaultSymbols.Select(symbol => symbol.Code)];

    [Fact]
    public void Generate_Bitcoin_GivesTheRecordedCandles()
    {
        var candles = SharedSyntheticCandles.Get("BTC_KRW");

        Candle[] samples = [candles.Hours[0], candles.Hours[^1], candles.Minutes[^1], candles.Days[^1]];
        samples
            .Select(Format)
            .ShouldBe([
                "2024-01-02T00:00:00Z 90000000 90585000 89710000 90462000 131.76737862",
                "2025-12-31T23:00:00Z 156203000 156586000 155604000 156064000 54.199035110000004",
                "2025-12-31T23:59:00Z 156179000 156213000 156033000 156064000 0.32496052",
                "2025-12-31T00:00:00Z 158376000 159840000 152982000 156064000 2462.8866014799996",
            ]);
    }

    [Theory]
    [MemberData(nameof(DefaultSymbols))]
    public void Generate_AnyMarket_HasTwoYearsOfValidBarsNearItsLevel(string symbol)
    {
        var market = SyntheticMarket.For(Symbol.Parse(symbol));
        var candles = SharedSyntheticCandles.Get(symbol);

        candles.Days.Count.ShouldBe(730);
        candles.Hours.Count.ShouldBeInRange((730 * 24) - 60, (730 * 24) - 12); // hours of maintenance are missing
        candles.Hours.Quality.Invalid.ShouldBe(0);
        candles.Minutes.Quality.Invalid.ShouldBe(0);
        // Within two years the price may drift this far from the level. The root mean square of the hourly returns is near 1 %.
        (candles.Hours.Close[^1] / market.Level).ShouldBeInRange(0.4, 2.5);
        RootMeanSquareReturn(candles.Hours).ShouldBeInRange(0.005, 0.0135);
    }

    [Theory]
    [MemberData(nameof(DefaultSymbols))]
    public void Generate_LastMonth_MinutesAddUpToTheirHoursExactly(string symbol)
    {
        var candles = SharedSyntheticCandles.Get(symbol);
        var hours = candles.Hours;
        var minutes = candles.Minutes;
        var hour = hours.FirstIndexAtOrAfter(minutes.Times[0]);
        for (var firstMinute = 0; firstMinute < minutes.Count; hour++)
        {
            var end = minutes.FirstIndexAtOrAfter(hours.Times[hour] + Timeframe.OneHour.NominalMicroseconds);
            var volume = 0.0;
            foreach (var minute in minutes.Volume[firstMinute..end])
                volume += minute;
            hours[hour]
                .ShouldBe(
                    new Candle(
                        hours.Times[hour],
                        minutes.Open[firstMinute],
                        minutes.High[firstMinute..end].ToArray().Max(),
                        minutes.Low[firstMinute..end].ToArray().Min(),
                        minutes.Close[end - 1],
                        volume
                    )
                );
            firstMinute = end;
        }

        hour.ShouldBe(hours.Count);
    }

    [Fact]
    public void Generate_SmallCoin_LacksTheMinutesWithoutATrade()
    {
        var smallCoin = SharedSyntheticCandles.Get("SHIB_KRW");
        var largeCoin = SharedSyntheticCandles.Get("BTC_KRW");
        // By default, the minutes cover the last 30 days.
        var closedHours = (30 * 24) - (largeCoin.Minutes.Count / 60);

        // The large coin has every minute of the hours during which the exchange was open.
        largeCoin.Minutes.Count.ShouldBe(((30 * 24) - closedHours) * 60);
        closedHours.ShouldBeInRange(2, 5);
        smallCoin.Minutes.Count.ShouldBeInRange((int)(largeCoin.Minutes.Count * 0.85), (int)(largeCoin.Minutes.Count * 0.95));
        smallCoin.Hours.Close[^1].ShouldBeLessThan(1);
    }

    [Fact]
    public void Generate_MaintenanceHours_AreMissingFromEveryMarket()
    {
        var bitcoin = SharedSyntheticCandles.Get("BTC_KRW");
        var dogecoin = SharedSyntheticCandles.Get("DOGE_KRW");

        bitcoin.Hours.Times.SequenceEqual(dogecoin.Hours.Times).ShouldBeTrue();
        bitcoin.Hours.Close.SequenceEqual(dogecoin.Hours.Close).ShouldBeFalse();
    }

    [Fact]
    public void Generate_Bitcoin_HasOnlyPricesOnThePriceStep()
    {
        var candles = SharedSyntheticCandles.Get("BTC_KRW");
        foreach (var price in candles.Minutes.Close)
            (price % 1_000).ShouldBe(0); // the price step, in KRW, at Bitcoin's prices
    }

    [Fact]
    public void Generate_OtherSeed_GivesOtherCandles()
    {
        var firstSeed = SharedSyntheticCandles.Get("BTC_KRW");
        using var secondSeed = SyntheticCandles.Generate(
            SyntheticMarket.For(Symbol.Parse("BTC_KRW")),
            SharedSyntheticCandles.Options with
            {
                Seed = 2,
            }
        );

        firstSeed.Hours.Close.SequenceEqual(secondSeed.Hours.Close).ShouldBeFalse();
    }

    [Fact]
    public void Generate_UnknownMarket_GivesPlausibleCandles()
    {
        var candles = SharedSyntheticCandles.Get("NEW_KRW");

        candles.Days.Count.ShouldBe(730);
        candles.Hours.Close[^1].ShouldBeGreaterThan(0);
    }

    private static string Format(Candle candle) =>
        FormattableString.Invariant(
            $"{UnixTime.Format(candle.TimeUtc)} {candle.Open} {candle.High} {candle.Low} {candle.Close} {candle.Volume:R}"
        );

    private static double RootMeanSquareReturn(CandleSeries series)
    {
        var sum = 0.0;
        for (var i = 1; i < series.Count; i++)
            sum += Math.Pow((series.Close[i] / series.Close[i - 1]) - 1, 2);
        return Math.Sqrt(sum / (series.Count - 1));
    }
}
