using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests.Lake;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Series;

public sealed class ResamplingTests
{
    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");

    private static readonly double[] SpecialValues = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1, 2, 3, -1];

    [Fact]
    public void Resample_HoursWithAGap_JoinsTheHoursThatExist()
    {
        Candle[] hours =
        [
            Bar("2024-05-01T22:00Z", 10, 12, 9, 11, 1),
            Bar("2024-05-01T23:00Z", 11, 15, 10, 14, 2),
            Bar("2024-05-02T05:00Z", 14, 14, 7, 8, 3),
            Bar("2024-05-04T00:00Z", 8, 9, 8, 9, 4),
        ];
        using var series = CandleSeries.FromCandles(Bitcoin, Timeframe.OneHour, hours);
        using var days = Resampling.Resample(series, Timeframe.OneDay);

        Bars(days)
            .ShouldBe([
                Bar("2024-05-01T00:00Z", 10, 15, 9, 14, 3),
                Bar("2024-05-02T00:00Z", 14, 14, 7, 8, 3),
                Bar("2024-05-04T00:00Z", 8, 9, 8, 9, 4),
            ]);
        days.Timeframe.ShouldBe(Timeframe.OneDay);
    }

    [Theory]
    [InlineData("1D", "1W", "2024-05-05T00:00Z", "2024-04-29T00:00Z")]
    [InlineData("1D", "1MO", "2024-02-29T00:00Z", "2024-02-01T00:00Z")]
    [InlineData("1H", "4H", "2024-05-05T07:00Z", "2024-05-05T04:00Z")]
    public void Resample_OneBar_OpensAtTheStartOfItsPeriod(string from, string to, string time, string expectedOpen)
    {
        using var series = CandleSeries.FromCandles(Bitcoin, Timeframe.Parse(from), [Bar(time, 1, 1, 1, 1, 1)]);
        using var longer = Resampling.Resample(series, Timeframe.Parse(to));
        longer.Times.ToArray().ShouldBe([TemporaryLake.TimeOf(expectedOpen)]);
    }

    [Theory]
    [InlineData("1D", "1H")]
    [InlineData("3M", "10M")]
    [InlineData("1W", "1MO")]
    [InlineData("1MO", "1W")]
    public void Resample_PeriodsThatWouldSplitBars_AreRefused(string from, string to)
    {
        using var series = CandleSeries.FromCandles(Bitcoin, Timeframe.Parse(from), []);
        Should
            .Throw<ArgumentException>(() => Resampling.Resample(series, Timeframe.Parse(to)))
            .Message.ShouldContain($"{from} bars do not fit into {to} bars");
    }

    [Fact]
    public void Resample_RealHours_EqualTheRealDays()
    {
        var lake = new CandleLake(SharedData.Require("lake"));
        var range = LakeReading.KoreanDays("2022-01-02", "2025-12-31");
        using var hours = lake.ReadSeries("BTC_KRW", Timeframe.OneHour, range);
        using var days = lake.ReadSeries("BTC_KRW", Timeframe.OneDay, range);
        using var resampled = Resampling.Resample(hours, Timeframe.OneDay);

        var compared = 0;
        for (var i = 0; i < resampled.Count; i++)
        {
            var openUtc = resampled.Times[i];
            var index = days.FirstIndexAtOrAfter(openUtc);
            var isComplete = hours.FirstIndexAtOrAfter(openUtc + UnixTime.MicrosecondsPerDay) - hours.FirstIndexAtOrAfter(openUtc) == 24;
            if (!isComplete || index == days.Count || days.Times[index] != openUtc)
                continue;

            (resampled[i] with { Volume = 0 }).ShouldBe(days[index] with { Volume = 0 });
            resampled.Volume[i].ShouldBe(days.Volume[index], days.Volume[index] * 1e-5);
            compared++;
        }

        compared.ShouldBe(1349); // the number of days with 24 hours, according to DuckDB
    }

    // Hours of which all 60 minutes are stored must equal the exchange's own hours, bit for bit. The number is how many such hours there are.
    [Theory]
    [InlineData("BTC_KRW", 694)]
    [InlineData("ETH_KRW", 695)]
    [InlineData("XRP_KRW", 600)]
    [InlineData("SOL_KRW", 686)]
    [InlineData("DOGE_KRW", 622)]
    public void Resample_RealMinutes_EqualTheRealHours(string symbol, int expectedHours)
    {
        var lake = new CandleLake(SharedData.Require("lake"));
        var range = LakeReading.KoreanDays("2025-09-01", "2025-10-04");
        using var minutes = lake.ReadSeries(symbol, Timeframe.OneMinute, range);
        using var hours = lake.ReadSeries(symbol, Timeframe.OneHour, range);
        using var resampled = Resampling.Resample(minutes, Timeframe.OneHour);
        using var chained = Resampling.Resample(Resampling.Resample(minutes, Timeframe.Parse("5M")), Timeframe.OneHour);

        Bars(chained).Select(WithoutVolume).ShouldBe(Bars(resampled).Select(WithoutVolume));
        for (var i = 0; i < chained.Count; i++)
            chained.Volume[i].ShouldBe(resampled.Volume[i], resampled.Volume[i] * 1e-15); // sums above 2^53 volume steps are inexact
        var (compared, differences) = (0, new List<(Candle, Candle)>());
        for (var i = 0; i < resampled.Count; i++)
        {
            var openUtc = resampled.Times[i];
            var index = hours.FirstIndexAtOrAfter(openUtc);
            var isComplete =
                minutes.FirstIndexAtOrAfter(openUtc + Timeframe.OneHour.NominalMicroseconds) - minutes.FirstIndexAtOrAfter(openUtc) == 60;
            if (!isComplete || index == hours.Count || hours.Times[index] != openUtc)
                continue;
            compared++;
            if (resampled[i] != hours[index])
                differences.Add((resampled[i], hours[index]));
        }

        differences.ShouldBeEmpty();
        compared.ShouldBe(expectedHours);
    }

    // IsValid is a faster way to check that there is no fault.
    [Fact]
    public void CandleIsValid_AnyValues_AgreesWithItsFault()
    {
        var value = Gen.OneOf([Gen.Double, .. SpecialValues.Select(number => Gen.Const(number))]);
        Gen.Select(value, value, value, value, value)
            .Sample(
                (open, high, low, close, volume) =>
                {
                    var candle = new Candle(0, open, high, low, close, volume);
                    candle.IsValid.ShouldBe(candle.Fault == CandleFault.None);
                },
                iter: 20_000
            );
    }

    private static Candle WithoutVolume(Candle candle) => candle with { Volume = 0 };

    private static Candle[] Bars(CandleSeries series) => [.. Enumerable.Range(0, series.Count).Select(i => series[i])];

    private static Candle Bar(string time, double open, double high, double low, double close, double volume) =>
        new(TemporaryLake.TimeOf(time), open, high, low, close, volume);
}
