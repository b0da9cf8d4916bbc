using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Lake;

/// <summary>The gaps and price jumps that loading a series reports must equal those in the quality report.</summary>
public sealed class ContinuityTests : IDisposable
{
    private const long Hour = 3_600 * UnixTime.MicrosecondsPerSecond;

    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");

    private readonly TemporaryLake temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void LoadSeries_Redenomination_ReportsItsJump()
    {
        double[] closes = [1, 1, 1, 1, 1_000, 1_000, 400, 401];
        temp.Write("BTC_KRW", Timeframe.OneHour, [.. closes.Select((close, i) => BarAt(i, close))]);

        Load(0.3).ShouldBe(new SeriesContinuity(ExpectedBars: 8, 0, 0, Jumps: 2, new PriceJump(4 * Hour, 999)));
        Load(0.7).ShouldBe(new SeriesContinuity(8, 0, 0, 1, new PriceJump(4 * Hour, 999)));
        Load(999).ShouldBe(new SeriesContinuity(8, 0, 0, 0, null));
    }

    [Fact]
    public void LoadSeries_TwoJumpsOfTheSameSize_ReportsTheFirst()
    {
        temp.Write("BTC_KRW", Timeframe.OneHour, [.. new double[] { 1, 2, 1, 2 }.Select((close, i) => BarAt(i, close))]);

        Load(0.3).ShouldBe(new SeriesContinuity(4, 0, 0, 3, new PriceJump(Hour, 1)));
    }

    [Fact]
    public void LoadSeries_GapsAndInvalidRowsAndWarmup_CountsBarsMissingForAnUnknownReason()
    {
        // Of hours 0 to 19, hours 4 to 6 are missing for an unknown reason; hours 11 to 15 were requested from the exchange, which has no bars
        // at 12 to 15. The bar of hour 9 is invalid, which is not a gap.
        var rows = Enumerable
            .Range(0, 20)
            .Where(hour => hour is not (4 or 5 or 6 or 12 or 13 or 14 or 15))
            .Select(hour => BarAt(hour, 100));
        ExternalParquetFile
            .FromBars([.. rows.Select(row => row.TimeUtc == 9 * Hour ? row with { High = 1 } : row)])
            .Save(temp.PathOf("BTC_KRW/1H/1970.parquet"));
        temp.Lake.UpdateCollectionRecord(
            Bitcoin,
            Timeframe.OneHour,
            _ => CollectionRecord.Empty("upbit").WithCovered(new TimeRange(11 * Hour, 16 * Hour))
        );

        Load(0.3).ShouldBe(new SeriesContinuity(ExpectedBars: 20, UnexplainedMissingBars: 3, 0, 0, null));
        // The warm-up is the bars of hours 2, 3 and 7, so 18 bars are expected: hours 2 to 19. Without warm-up, 12: hours 8 to 19.
        Load(0.3, new TimeRange(8 * Hour, long.MaxValue), warmup: 3).ShouldBe(new SeriesContinuity(18, 3, 0, 0, null));
        Load(0.3, new TimeRange(8 * Hour, long.MaxValue)).ShouldBe(new SeriesContinuity(12, 0, 0, 0, null));
        Load(0.3, new TimeRange(100 * Hour, long.MaxValue)).ShouldBe(new SeriesContinuity(0, 0, 0, 0, null));
    }

    [Fact]
    public void LoadSeries_AnyCandles_ReportsWhatTheQualityReportLists() =>
        Gen.Select(
                Gen.Select(Gen.Int[0, 200], Gen.OneOf(Gen.Double[90, 110], Gen.Double[10, 400]), Gen.Int[0, 20]).List[1, 150],
                Gen.Select(Gen.Int[0, 400], Gen.Int[0, 400]).List[0, 4],
                Gen.Double[0.05, 2],
                Gen.OneOf(Timeframe.OneHour, Timeframe.OneDay, Timeframe.Parse("1W"), Timeframe.OneMonth)
            )
            .Sample(
                (rows, requestedRanges, threshold, timeframe) =>
                {
                    var record = requestedRanges.Aggregate(
                        CollectionRecord.Empty("upbit"),
                        (known, range) => known.WithCovered(new TimeRange(range.Item1 * 12 * Hour, range.Item2 * 12 * Hour))
                    );
                    var (check, columns) = (new ContinuityCheck(timeframe, () => record), new CandleColumns());
                    foreach (var (halfDay, close, invalidIfZero) in rows)
                        columns.Add(BarAt(halfDay * 12, close) with { High = invalidIfZero == 0 ? close / 2 : close });
                    using var copy = new CandleColumns(); // the series takes and changes the original
                    copy.Append(columns);

                    using var series = CandleSeries.FromColumns(Bitcoin, timeframe, columns, check.CountGaps);
                    var report = QualityCheck.Check(Bitcoin, timeframe, copy, threshold, record);

                    PriceJump? largest = report.Jumps.Count == 0 ? null : report.Jumps.MaxBy(jump => Math.Abs(jump.Change));
                    check
                        .Finish(series, threshold)
                        .ShouldBe(
                            new SeriesContinuity(
                                report.ExpectedBars,
                                report.UnexplainedMissingBars,
                                report.OffGridBars,
                                report.Jumps.Count,
                                largest
                            )
                        );
                    report.Jumps.ShouldBe(FindJumps(series, threshold));
                },
                iter: Iterations.Scale(2_000)
            );

    [Fact]
    public void Check_ManyCandlesWithGapsAndJumps_AllocatesNothingPerCandle()
    {
        using var rows = new CandleColumns(200_000);
        for (var i = 0; i < 200_000; i++)
            rows.Add(BarAt(i + (i / 3), 1 + (i % 7)));
        var record = CollectionRecord
            .Empty("upbit")
            .WithCovered(new TimeRange(0, 100_000 * Hour)) // all hours are covered but one
            .WithCovered(new TimeRange(100_001 * Hour, 300_000 * Hour));
        using var series = CandleSeries.FromColumns(Bitcoin, Timeframe.OneHour, rows);
        var check = new ContinuityCheck(Timeframe.OneHour, () => record);
        new ContinuityCheck(Timeframe.OneHour, () => record).Finish(series, 0.3); // so that first calls are not measured

        var before = GC.GetAllocatedBytesForCurrentThread();
        check.CountGaps(rows);
        var found = check.Finish(series, 0.3);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        found.ExpectedBars.ShouldBe(266_666); // from hour 0 to hour 199,999 + 66,666
        found.UnexplainedMissingBars.ShouldBeLessThanOrEqualTo(1);
        found.Jumps.ShouldBeGreaterThan(80_000);
        bytes.ShouldBeLessThan(4_096);
    }

    private static Candle BarAt(int hour, double close) => new(hour * Hour, close, close, close, close, 10);

    private static List<PriceJump> FindJumps(CandleSeries series, double threshold)
    {
        var jumps = new List<PriceJump>();
        for (var i = 1; i < series.Count; i++)
        {
            var change = (series[i].Close / series[i - 1].Close) - 1;
            if (change > threshold || change < -threshold)
                jumps.Add(new PriceJump(series[i].TimeUtc, change));
        }

        return jumps;
    }

    private SeriesContinuity Load(double threshold, TimeRange? range = null, int warmup = 0)
    {
        var requested = range ?? TimeRange.All;
        temp.Lake.LoadSeries(
                Bitcoin,
                Timeframe.OneHour,
                requested,
                warmup,
                threshold,
                out var continuity,
                TestContext.Current.CancellationToken
            )
            .Dispose();
        return continuity;
    }
}
