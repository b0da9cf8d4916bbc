using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Shouldly;
using Xunit;
using static Bokgi.UnitTests.Lake.LakeReading;

namespace Bokgi.UnitTests.Lake;

/// <summary>Reads real candles directly from the shared lake, which may be on a read-only mount: reading must not write to it.</summary>
public sealed class RealLakeTests
{
    [Fact]
    public void LoadSeries_HourlyYear_Has8770BarsFromKoreanMidnightToMidnight()
    {
        using var series = Open().ReadSeries("BTC_KRW", Timeframe.OneHour, KoreanDays("2024-01-01", "2024-12-31"));

        series.Count.ShouldBe(8770);
        UnixTime.Format(series.Times[0]).ShouldBe("2023-12-31T15:00:00Z");
        UnixTime.Format(series.Times[^1]).ShouldBe("2024-12-31T14:00:00Z");
        series.Quality.Duplicates.ShouldBe(0);
        series.Quality.OutOfOrder.ShouldBe(0);
    }

    [Fact]
    public void LoadSeries_DailyYear_Has366Bars()
    {
        using var series = Open().ReadSeries("BTC_KRW", Timeframe.OneDay, KoreanDays("2024-01-01", "2024-12-31"));

        series.Count.ShouldBe(366);
        UnixTime.Format(series.Times[0]).ShouldBe("2024-01-01T00:00:00Z");
    }

    [Fact]
    public void LoadSeries_StartEqualsEnd_GivesTheDays24Bars()
    {
        using var series = Open().ReadSeries("BTC_KRW", Timeframe.OneHour, KoreanDays("2024-03-05", "2024-03-05"));

        series.Count.ShouldBe(24);
        UnixTime.Format(series.Times[0]).ShouldBe("2024-03-04T15:00:00Z");
    }

    [Fact]
    public void LoadSeries_Warmup_PrependsThatManyBarsAcrossYearFiles()
    {
        var range = KoreanDays("2024-01-01", "2024-01-01");
        using var series = Open().ReadSeries("BTC_KRW", Timeframe.OneHour, range, warmupBars: 500);

        series.Count.ShouldBe(520); // the exchange was down for four hours that day
        series.FirstIndexAtOrAfter(range.StartUtc).ShouldBe(500);
    }

    [Fact]
    public void LoadSeries_MoreWarmupThanHistory_StartsAtTheFirstStoredBar()
    {
        var range = KoreanDays("2022-01-10", "2022-01-10");
        using var all = Open().ReadSeries("BTC_KRW", Timeframe.OneHour, TimeRange.All);
        using var series = Open().ReadSeries("BTC_KRW", Timeframe.OneHour, range, warmupBars: 100_000);

        series.Times[0].ShouldBe(all.Times[0]);
        series.FirstIndexAtOrAfter(range.StartUtc).ShouldBe(all.FirstIndexAtOrAfter(range.StartUtc));
    }

    [Fact]
    public void Load_FiveStoredSymbolsAndOneMissing_IsAscendingByTimeThenSymbol()
    {
        string[] symbols = ["XRP_KRW", "BTC_KRW", "ETH_KRW", "SOL_KRW", "DOGE_KRW", "ADA_KRW"];
        using var batch = Open().ReadBatch(Timeframe.OneMinute, KoreanDays("2025-09-01", "2025-09-07"), symbols);

        batch.Missing.ShouldBe([Symbol.Parse("ADA_KRW")]);
        batch.Symbols.Count.ShouldBe(6);
        batch.Times.Length.ShouldBe(batch.Count);
        for (var i = 1; i < batch.Count; i++)
        {
            var isAscending =
                batch.Times[i] > batch.Times[i - 1]
                || (batch.Times[i] == batch.Times[i - 1] && batch.SymbolIndex[i] > batch.SymbolIndex[i - 1]);
            isAscending.ShouldBeTrue();
        }

        foreach (var (symbol, index) in batch.Symbols.Select((symbol, index) => (symbol, index)).Where(pair => pair.symbol.Base != "ADA"))
        {
            using var series = Open().ReadSeries(symbol.Code, Timeframe.OneMinute, KoreanDays("2025-09-01", "2025-09-07"));
            batch.SymbolIndex.ToArray().Count(i => i == index).ShouldBe(series.Count);
        }
    }

    [Fact]
    public void Symbols_WithHourlyCandles_AreFiveInAscendingOrder() =>
        Open().Symbols(Timeframe.OneHour).Select(symbol => symbol.Code).ShouldBe(["BTC_KRW", "DOGE_KRW", "ETH_KRW", "SOL_KRW", "XRP_KRW"]);

    private static CandleLake Open() => new(SharedData.Require("lake"));
}
