using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;
using static Bokgi.UnitTests.Lake.TemporaryLake;

namespace Bokgi.UnitTests.Lake;

public sealed class LakeResamplingTests : IDisposable
{
    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");
    private static readonly Timeframe FourHours = Timeframe.Parse("4H");
    private static readonly ResampleOptions AllTime = new(TimeRange.All);

    private readonly TemporaryLake temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Resample_WithoutACollectionRecord_MakesOnlyCompletePeriods()
    {
        WriteHours(0, 1, 2, 3, 4, 6, 7, 8, 9);
        Resample(AllTime).ShouldBe(Summary(added: 1, incomplete: 2)); // the period of 04:00 lacks an hour, that of 08:00 has not ended
        Times(FourHours).ShouldBe(["2024-05-01T00:00:00Z"]);
        Resample(AllTime).ShouldBe(Summary(kept: 1, incomplete: 2));
        Resample(AllTime with { AllowGaps = true }).ShouldBe(Summary(added: 1, kept: 1, incomplete: 1));
    }

    [Fact]
    public void Resample_HoursKnownToHaveNoTrades_MakesThePeriodAndRecordsIt()
    {
        WriteHours(0, 1, 2, 3, 4, 6);
        temp.Lake.UpdateCollectionRecord(
            Bitcoin,
            Timeframe.OneHour,
            _ => CollectionRecord.Empty("upbit").WithCovered(Range("00:00", "13:00"))
        );
        Resample(AllTime).ShouldBe(Summary(added: 2));
        using var resampled = temp.Lake.LoadSeries(Bitcoin, FourHours, TimeRange.All);
        // Made of the bars of hours 4 and 6.
        resampled[1].ShouldBe(new Candle(TimeOf("2024-05-01T04:00Z"), 104, 107, 103, 106.5, 2));
        var record = temp.Lake.GetCollectionRecord(Bitcoin, FourHours).ShouldNotBeNull();
        (record.Source, record.CoveredRanges.ShouldHaveSingleItem()).ShouldBe(("upbit", Range("00:00", "12:00"))); // 12:00 ends the last full period
    }

    [Fact]
    public void Resample_SourceBarsWithoutCoveredRanges_RecordsOnlyTheirSource()
    {
        WriteHours(0, 1, 2, 3, 4, 5, 6, 7);
        temp.Lake.UpdateCollectionRecord(Bitcoin, Timeframe.OneHour, _ => CollectionRecord.Empty("synthetic"));
        Resample(AllTime).ShouldBe(Summary(added: 2));
        var record = temp.Lake.GetCollectionRecord(Bitcoin, FourHours).ShouldNotBeNull();
        (record.Source, record.CoveredRanges.Count).ShouldBe(("synthetic", 0));
    }

    [Fact]
    public void Resample_StoredBarsThatDiffer_AreReplacedOnlyOnRequest()
    {
        WriteHours(0, 1, 2, 3);
        temp.Write("BTC_KRW", FourHours, Bar("2024-05-01T00:00Z", 7), Bar("2024-05-02T00:00Z", 8));
        Resample(AllTime).ShouldBe(Summary(kept: 1));
        Resample(AllTime with { ReplaceExisting = true }).ShouldBe(Summary(replaced: 1));
        Resample(AllTime with { ReplaceExisting = true }).ShouldBe(Summary(kept: 1));
        Times(FourHours).ShouldBe(["2024-05-01T00:00:00Z", "2024-05-02T00:00:00Z"]);
    }

    [Fact]
    public void Resample_Range_MakesThePeriodsThatOpenInTheRange()
    {
        WriteHours([.. Enumerable.Range(0, 24)]);
        Resample(new ResampleOptions(Range("03:00", "10:00"))).ShouldBe(Summary(added: 2));
        Times(FourHours).ShouldBe(["2024-05-01T04:00:00Z", "2024-05-01T08:00:00Z"]);
    }

    [Fact]
    public void Resample_IntoBarsOfAnotherSource_IsRefused()
    {
        WriteHours(0, 1, 2, 3);
        temp.Lake.UpdateCollectionRecord(Bitcoin, FourHours, _ => CollectionRecord.Empty("binance"));
        Should.Throw<LakeException>(() => Resample(AllTime)).Message.ShouldContain("BTC_KRW/4H was collected from binance");
    }

    [Fact]
    public void Resample_EmptyLake_MakesNothing()
    {
        Resample(AllTime).ShouldBe(Summary());
        temp.Files().ShouldBeEmpty();
    }

    private static TimeRange Range(string from, string to) => new(TimeOf($"2024-05-01T{from}Z"), TimeOf($"2024-05-01T{to}Z"));

    private static ResampleSummary Summary(int added = 0, int replaced = 0, int kept = 0, int incomplete = 0) =>
        new(Bitcoin, Timeframe.OneHour, FourHours, added, replaced, kept, incomplete);

    private ResampleSummary Resample(ResampleOptions options) => temp.Lake.Resample(Bitcoin, Timeframe.OneHour, FourHours, options);

    private string[] Times(Timeframe timeframe)
    {
        using var series = temp.Lake.LoadSeries(Bitcoin, timeframe, TimeRange.All);
        return [.. series.Times.ToArray().Select(UnixTime.Format)];
    }

    private void WriteHours(params int[] hours) =>
        temp.Write(
            "BTC_KRW",
            Timeframe.OneHour,
            [
                .. hours.Select(hour => new Candle(
                    TimeOf("2024-05-01T00:00Z") + (hour * Timeframe.OneHour.NominalMicroseconds),
                    100 + hour,
                    101 + hour,
                    99 + hour,
                    100.5 + hour,
                    1
                )),
            ]
        );
}
