using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;
using static Bokgi.UnitTests.Lake.TemporaryLake;

namespace Bokgi.UnitTests.Lake;

public sealed class QualityTests
{
    [Fact]
    public void Quality_EveryKindOfProblem_IsCountedAndLocated()
    {
        using var temp = new TemporaryLake();
        ExternalParquetFile
            .FromBars(
                Bar("2024-05-01T00:00Z", 100),
                Bar("2024-05-01T02:00Z", 101) with
                {
                    Volume = 0,
                },
                Bar("2024-05-01T01:00Z", 102),
                Bar("2024-05-01T02:00Z", 103) with
                {
                    Volume = 0,
                },
                Bar("2024-05-01T06:00Z", 150),
                Bar("2024-05-01T07:00Z", 151) with
                {
                    Low = 152,
                },
                Bar("2024-05-01T08:00Z", 99)
            )
            .Save(temp.PathOf("BTC_KRW/1H/2024.parquet"));
        var report = Quality(temp.Lake, "BTC_KRW", Timeframe.OneHour, TimeRange.All);

        report.ShouldSatisfyAllConditions(
            r => (r.FirstUtc, r.LastUtc).ShouldBe((TimeOf("2024-05-01T00:00Z"), TimeOf("2024-05-01T08:00Z"))),
            r => (r.Rows, r.ExpectedBars, r.Duplicates, r.OutOfOrder, r.ZeroVolumeBars).ShouldBe((6, 9L, 1, 1, 1)),
            r => r.CoveredShare.ShouldBe(6.0 / 9),
            r => r.Gaps.ShouldBe([new CandleGap(TimeOf("2024-05-01T03:00Z"), TimeOf("2024-05-01T06:00Z"), 3, CandleGapReason.Unknown)]),
            r => r.InvalidBars.ShouldBe([new InvalidBar(TimeOf("2024-05-01T07:00Z"), CandleFault.OutsideHighLow)]),
            r => r.Jumps.Select(jump => jump.TimeUtc).ShouldBe([TimeOf("2024-05-01T06:00Z"), TimeOf("2024-05-01T08:00Z")]),
            // Bars numbered 103, 150 and 99 close at 104, 151 and 100.
            r => r.Jumps[0].Change.ShouldBe((151.0 / 104) - 1),
            r => r.Jumps[1].Change.ShouldBe((100.0 / 151) - 1)
        );
    }

    [Theory]
    [InlineData("1W", "2024-01-01T00:00Z", "2024-01-22T00:00Z", "2024-01-08T00:00Z", 2, 4)]
    [InlineData("1MO", "2023-11-01T00:00Z", "2024-03-01T00:00Z", "2023-12-01T00:00Z", 3, 5)]
    public void Quality_CalendarBars_AreCountedByTheCalendar(
        string timeframe,
        string first,
        string last,
        string gapFrom,
        int gapBars,
        int expectedBars
    )
    {
        using var temp = new TemporaryLake();
        var barLength = Timeframe.Parse(timeframe);
        temp.Write("BTC_KRW", barLength, Bar(first, 1), Bar(last, 1));
        var report = Quality(temp.Lake, "BTC_KRW", barLength, TimeRange.All);

        report.Gaps.ShouldBe([new CandleGap(TimeOf(gapFrom), TimeOf(last), gapBars, CandleGapReason.Unknown)]);
        (report.ExpectedBars, report.CoveredShare).ShouldBe((expectedBars, 2.0 / expectedBars));
    }

    [Fact]
    public void Quality_NoRows_CoversNothing()
    {
        using var temp = new TemporaryLake();
        var report = Quality(temp.Lake, "BTC_KRW", Timeframe.OneDay, TimeRange.All);
        (report.FirstUtc, report.Rows, report.ExpectedBars, report.CoveredShare).ShouldBe((null, 0, 0L, 0.0));
    }

    [Fact]
    public void Quality_RealHoursOf2024_Lack14Bars()
    {
        var lake = new CandleLake(SharedData.Require("lake"));
        var report = Quality(lake, "BTC_KRW", Timeframe.OneHour, LakeReading.KoreanDays("2024-01-01", "2024-12-31"));

        (report.Rows, report.ExpectedBars, report.Duplicates, report.OutOfOrder).ShouldBe((8770, 8784L, 0, 0));
        report.Gaps.Sum(gap => gap.Bars).ShouldBe(14);
        report.InvalidBars.ShouldBeEmpty();
        report.Jumps.ShouldBeEmpty();
    }

    private static SeriesQualityReport Quality(CandleLake lake, string symbol, Timeframe timeframe, TimeRange range) =>
        lake.Quality(Symbol.Parse(symbol), timeframe, range, cancel: TestContext.Current.CancellationToken);
}
