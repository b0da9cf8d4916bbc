using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;
using static Bokgi.UnitTests.Lake.TemporaryLake;

namespace Bokgi.UnitTests.Lake;

/// <summary>The reasons why bars are missing, and when a cached quality report is computed again.</summary>
public sealed class QualityReasonTests : IDisposable
{
    private const long Hour = 3_600 * UnixTime.MicrosecondsPerSecond;

    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");

    private readonly TemporaryLake temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Quality_PartlyKnownGap_IsSplitByReason()
    {
        temp.Write("BTC_KRW", Timeframe.OneHour, Bar("2024-05-01T00:00Z", 1), Bar("2024-05-01T10:00Z", 2));
        MarkAsCollected("2024-05-01T03:00Z", "2024-05-01T05:30Z");
        var report = temp.Lake.Quality(Bitcoin, Timeframe.OneHour, TimeRange.All);
        report.Gaps.ShouldBe([
            Gap("01:00", "03:00", 2, CandleGapReason.Unknown),
            Gap("03:00", "05:00", 2, CandleGapReason.NoTrade),
            Gap("05:00", "10:00", 5, CandleGapReason.Unknown), // only half of the bar at 05:00 was requested
        ]);
        (report.NoTradeBars, report.UnexplainedMissingBars, report.Source).ShouldBe((2L, 7L, "upbit"));
    }

    // A missing bar is known to have no trades only if its whole time was requested.
    [Fact]
    public void Quality_AnyBarsAndRecord_ReportsEachMissingBarOnce() =>
        Gen.Select(Gen.Int[0, 71].HashSet[1, 30], Gen.Select(Gen.Int[0, 143], Gen.Int[0, 143]).List[0, 5])
            .Sample(
                (hours, requestedHalfHours) =>
                {
                    using var rows = new CandleColumns();
                    foreach (var hour in hours.Order())
                        rows.Add(new Candle(hour * Hour, 1, 1, 1, 1, 1));
                    var record = requestedHalfHours.Aggregate(
                        CollectionRecord.Empty("upbit"),
                        (known, range) => known.WithCovered(new TimeRange(range.Item1 * Hour / 2, range.Item2 * Hour / 2))
                    );
                    var report = QualityCheck.Check(Bitcoin, Timeframe.OneHour, rows, 0.3, record);
                    var reported = report.Gaps.SelectMany(gap =>
                        Enumerable.Range(0, (int)gap.Bars).Select(i => ((gap.FromUtc / Hour) + i, gap.Reason))
                    );
                    var expected = Enumerable
                        .Range(hours.Min(), hours.Max() - hours.Min())
                        .Where(hour => !hours.Contains(hour))
                        .Select(hour =>
                            (
                                (long)hour,
                                record.Covers(new TimeRange(hour * Hour, (hour + 1) * Hour))
                                    ? CandleGapReason.NoTrade
                                    : CandleGapReason.Unknown
                            )
                        );
                    reported.ShouldBe(expected);
                    report.Gaps.ShouldAllBe(gap => gap.ToUtc == gap.FromUtc + (gap.Bars * Hour));
                    report.Days.Sum(day => day.NoTradeBars).ShouldBe((int)report.NoTradeBars);
                    report.Days.Sum(day => day.Bars).ShouldBe(hours.Count);
                    report.Days.Sum(day => day.ExpectedBars).ShouldBe((int)report.ExpectedBars);
                },
                iter: Iterations.Scale(2_000)
            );

    [Fact]
    public void Quality_RequestedAgain_IsRecomputedOnlyAfterAWrite()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.MaxValue.AddYears(-1)); // every file is old, so reports are cached
        var lake = new CandleLake(temp.Lake.Root, clock);
        temp.Write("BTC_KRW", Timeframe.OneHour, Bar("2024-05-01T00:00Z", 1), Bar("2024-05-01T02:00Z", 2));
        var first = lake.Quality(Bitcoin, Timeframe.OneHour, TimeRange.All);
        lake.Quality(Bitcoin, Timeframe.OneHour, TimeRange.All).ShouldBeSameAs(first);
        lake.Quality(Bitcoin, Timeframe.OneHour, TimeRange.All, jumpThreshold: 0.5).ShouldNotBeSameAs(first);

        MarkAsCollected("2024-05-01T00:00Z", "2024-05-01T03:00Z");
        lake.Quality(Bitcoin, Timeframe.OneHour, TimeRange.All).NoTradeBars.ShouldBe(1);
        temp.Write("BTC_KRW", Timeframe.OneHour, Bar("2024-05-01T01:00Z", 3));
        lake.Quality(Bitcoin, Timeframe.OneHour, TimeRange.All).Gaps.ShouldBeEmpty();
        lake.Inventory().ShouldHaveSingleItem().Rows.ShouldBe(3);
        temp.Write("BTC_KRW", Timeframe.OneHour, Bar("2024-05-01T03:00Z", 4));
        lake.Inventory().ShouldHaveSingleItem().Rows.ShouldBe(4);
    }

    [Fact]
    public void Quality_FileWrittenJustNow_IsNotCached()
    {
        temp.Write("BTC_KRW", Timeframe.OneHour, Bar("2024-05-01T00:00Z", 1));
        var first = temp.Lake.Quality(Bitcoin, Timeframe.OneHour, TimeRange.All);
        temp.Lake.Quality(Bitcoin, Timeframe.OneHour, TimeRange.All).ShouldNotBeSameAs(first);
    }

    [Fact]
    public void InventoryPage_ManyFiles_ListsOnlyTheFilesOfThePage()
    {
        for (var year = 2000; year < 2010; year++)
            temp.Write("BTC_KRW", Timeframe.OneDay, Bar($"{year}-05-01T00:00Z", 1));
        File.WriteAllText(temp.PathOf("BTC_KRW/1D/2009.parquet"), "no Parquet");
        var (total, files) = temp.Lake.InventoryPage(Bitcoin, null, null, offset: 2, limit: 3);
        (total, string.Join(' ', files.Select(file => file.Year))).ShouldBe((10, "2002 2003 2004"));
        temp.Lake.InventoryPage(Bitcoin, null, null, offset: 9, limit: 3).Files.ShouldHaveSingleItem().Issues.ShouldNotBeEmpty();
        temp.Lake.InventoryPage(Bitcoin, null, null, offset: 20, limit: 3).Files.ShouldBeEmpty();
    }

    private static CandleGap Gap(string from, string to, int bars, CandleGapReason reason) =>
        new(TimeOf($"2024-05-01T{from}Z"), TimeOf($"2024-05-01T{to}Z"), bars, reason);

    private void MarkAsCollected(string from, string to) =>
        temp.Lake.UpdateCollectionRecord(
            Bitcoin,
            Timeframe.OneHour,
            before => (before ?? CollectionRecord.Empty("upbit")).WithCovered(new TimeRange(TimeOf(from), TimeOf(to)))
        );
}
