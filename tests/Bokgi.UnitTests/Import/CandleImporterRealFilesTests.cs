using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>The importer reads real files, which exchanges, trading bots and people have written.</summary>
public sealed class CandleImporterRealFilesTests : IDisposable
{
    private readonly ImportSetup setup = new();

    public void Dispose() => setup.Dispose();

    [Theory]
    [InlineData(
        "KRW-BTC_30m_kr_header.csv",
        "BTC_KRW",
        "30M",
        30,
        "2021-05-10T13:30:00Z",
        "2021-05-11T04:00:00Z",
        72399000,
        71919000,
        256.91727091
    )]
    [InlineData(
        "KRW-BTT_1d_kr_header.csv",
        "BTT_KRW",
        "1D",
        200,
        "2020-10-24T00:00:00Z",
        "2021-05-11T00:00:00Z",
        0.37,
        0.37,
        337102728.7765106
    )]
    [InlineData(
        "KRW-DOGE_1d_kr_header.csv",
        "DOGE_KRW",
        "1D",
        20,
        "2021-04-22T00:00:00Z",
        "2021-05-11T00:00:00Z",
        388,
        301,
        8213180883.987483
    )]
    [InlineData(
        "KRW-MED_1d_kr_header.csv",
        "MED_KRW",
        "1D",
        100,
        "2021-01-31T00:00:00Z",
        "2021-05-10T00:00:00Z",
        5.24,
        5.18,
        197875805.1930219
    )]
    [InlineData(
        "KRW-XRP_15m_kr_header.csv",
        "XRP_KRW",
        "15M",
        20,
        "2021-05-10T20:30:00Z",
        "2021-05-11T01:15:00Z",
        1785,
        1765,
        20363406.71169944
    )]
    [InlineData(
        "KRW-XRP_1d_kr_header.csv",
        "XRP_KRW",
        "1D",
        50,
        "2021-03-22T00:00:00Z",
        "2021-05-10T00:00:00Z",
        603,
        650,
        1487312066.3454986
    )]
    public void Read_KoreanHeaders_FindsEveryColumnAndTheZoneInAColumnName(
        string file,
        string symbol,
        string timeframe,
        int rows,
        string firstTime,
        string lastTime,
        double open,
        double close,
        double volume
    )
    {
        using var plan = Read("raw", file);

        Summary(plan).ShouldBe((symbol, timeframe, rows, firstTime, lastTime));
        plan.Order.ShouldBe(RowOrder.NewestFirst);
        plan.OutOfOrder.ShouldBe(0);
        plan.Zone.ShouldBe("column '캔들기준시간(KST 기준)' says KST");
        plan.Columns.Select(column => $"{column.Source}={column.Meaning}")
            .ShouldBe(["캔들기준시간(KST 기준)=timestamp", "시가=open", "고가=high", "저가=low", "중가=close", "누적거래량=volume"]);
        plan.Rows[0].ShouldBe(plan.Rows[0] with { Open = open, Close = close, Volume = volume });
    }

    [Fact]
    public void Read_PyupbitDaily_TakesTheUnnamedIndexAsKoreanTimes()
    {
        using var plan = Read("raw", "KRW-BTC_1d_2024-2025.csv");

        Summary(plan).ShouldBe(("BTC_KRW", "1D", 365, "2024-10-15T00:00:00Z", "2025-10-14T00:00:00Z"));
        plan.SymbolFrom.ShouldBe("file name ('KRW-BTC')");
        plan.TimeframeFrom.ShouldBe("file name ('1d')");
        plan.Zone.ShouldBe("times without a zone are read as KST; specify --zone UTC if they are not");
        plan.Columns[0].ShouldBe(new ColumnChoice("(first, unnamed)", "timestamp"));
        plan.Rows[0].ShouldBe(new Candle(plan.FirstUtc!.Value, 88640000, 91531000, 87510000, 90600000, 5320.08065393));
        plan.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Read_GzipFileWithoutMonthEnds_ReadsTheOtherDays()
    {
        using var plan = Read("raw", "KRW-ETH_1d_dgbot_2024.csv.gz");

        Summary(plan).ShouldBe(("ETH_KRW", "1D", 354, "2024-01-01T00:00:00Z", "2024-12-30T00:00:00Z"));
        plan.Rows[0].Close.ShouldBe(3136000);
        plan.Rows.Times.Contains(UnixTime.FromDateTime(new DateTime(2024, 1, 31, 0, 0, 0, DateTimeKind.Utc))).ShouldBeFalse();
    }

    [Fact]
    public void Read_BitmexDaily_ReportsInvalidBarsAndKeepsThem()
    {
        using var plan = Read("raw", "bitmex_XBTUSD_1d_2015-2020.csv");

        Summary(plan).ShouldBe(("XBT_USD", "1D", 1595, "2015-09-26T00:00:00Z", "2020-02-06T00:00:00Z"));
        plan.SymbolFrom.ShouldBe("column 'symbol'");
        plan.Zone.ShouldBe("the times include a zone");
        plan.Invalid.ShouldBe(32);
        plan.InvalidSamples.Count.ShouldBe(5);
        plan.InvalidSamples.ShouldAllBe(bar => bar.Fault == CandleFault.OutsideHighLow && !bar.Candle.IsValid);
        plan.Rows[1594].Volume.ShouldBe(3835754054);
    }

    [Fact]
    public void Read_BinanceKlineRowsWithoutHeader_TakesBinancesOrder()
    {
        using var plan = Read("raw", "binance_ADABTC_1m_2021-11-27_head.csv");

        Summary(plan).ShouldBe(("ADA_BTC", "1M", 10, "2021-11-27T00:00:00Z", "2021-11-27T00:09:00Z"));
        plan.Format.ShouldBe(ImportFormat.HeaderlessCsv);
        plan.Zone.ShouldBe("epoch milliseconds are UTC");
        plan.Rows[3].ShouldBe(new Candle(plan.Rows[3].TimeUtc, 0.00002858, 0.00002862, 0.00002849, 0.00002857, 162305.7));
    }

    [Fact]
    public void Read_BinanceMonthWithHeader_ReadsAllMinutes()
    {
        using var plan = Read("raw", "binance_BTCUSDT_1m_2024-08.csv.gz");

        Summary(plan).ShouldBe(("BTC_USDT", "1M", 43209, "2024-07-26T14:15:00Z", "2024-08-25T14:23:00Z"));
        plan.Format.ShouldBe(ImportFormat.Csv);
        plan.Rows[43208].ShouldBe(new Candle(plan.LastUtc!.Value, 64128.01, 64144, 64128.01, 64140.99, 7.87661));
    }

    [Theory]
    [InlineData("upbit_1m_20200220_170000-20200220_202000.json", "1M", 200, "2020-02-20T08:00:00Z", "2020-02-20T11:19:00Z", 11498000)]
    [InlineData("upbit_1m_20200220_202000-20200220_210000.json", "1M", 40, "2020-02-20T11:20:00Z", "2020-02-20T11:59:00Z", 11467000)]
    [InlineData("upbit_3m_20200220_000000-20200220_100000.json", "3M", 200, "2020-02-19T15:00:00Z", "2020-02-20T00:57:00Z", 11465000)]
    [InlineData("upbit_3m_20200220_100000-20200220_120000.json", "3M", 40, "2020-02-20T01:00:00Z", "2020-02-20T02:57:00Z", 11445000)]
    [InlineData("upbit_3m_20200220_170000-20200220_200000.json", "3M", 60, "2020-02-20T08:00:00Z", "2020-02-20T10:57:00Z", 11490000)]
    public void Read_UpbitResponse_ReadsMarketUnitAndCandles(
        string file,
        string timeframe,
        int rows,
        string firstTime,
        string lastTime,
        double close
    )
    {
        using var plan = Read("fixtures", "upbit", "smtm", file);

        Summary(plan).ShouldBe(("BTC_KRW", timeframe, rows, firstTime, lastTime));
        plan.Format.ShouldBe(ImportFormat.JsonObjects);
        plan.SymbolFrom.ShouldBe("column 'market'");
        plan.TimeframeFrom.ShouldStartWith("column 'unit'");
        plan.Zone.ShouldBe("column 'candle_date_time_utc' says UTC");
        plan.Rows[rows - 1].Close.ShouldBe(close);
    }

    [Fact]
    public void Read_BinanceResponse_ReadsNumbersInStrings()
    {
        var path = SharedData.Require("fixtures", "binance", "nautilus", "klines_response.json");
        using var plan = setup.Importer.Read(path, new ImportOptions(Symbol.Parse("ETH_BTC"), Timeframe.Parse("1W")));

        ShouldBeTheBinanceSample(plan);
    }

    [Fact]
    public void Read_BinanceNetFixture_ReadsTheSameCandle()
    {
        var recordedLines = File.ReadAllLines(SharedData.Require("fixtures", "binance", "binance.net", "ExchangeData_GetKlines.txt"));
        using var plan = setup.Read(
            "klines.json",
            string.Join('\n', recordedLines.Skip(3)), // without the header of the recording
            new ImportOptions(Symbol.Parse("ETH_BTC"), Timeframe.Parse("1W"))
        );

        ShouldBeTheBinanceSample(plan);
    }

    [Fact]
    public void Read_UpbitNetFixture_ReadsOneSecond()
    {
        var recordedLines = File.ReadAllLines(SharedData.Require("fixtures", "upbit", "upbit.net", "ExchangeData_GetKlines.txt"));
        using var plan = setup.Read(
            "seconds.json",
            string.Join('\n', recordedLines.Skip(3)), // without the header of the recording
            new ImportOptions(Timeframe: Timeframe.Parse("1S"))
        );

        Summary(plan).ShouldBe(("BTC_KRW", "1S", 1, "2025-06-30T23:59:59Z", "2025-06-30T23:59:59Z"));
        plan.Rows[0].Volume.ShouldBe(0.0013);
    }

    [Fact]
    public void Read_NoVolumeColumn_IsRefusedNamingIt()
    {
        var path = SharedData.Require("raw", "KRW-ETH_1d_2024_novolume.json");

        var refusal = Should.Throw<LakeException>(() => setup.Importer.Read(path, new ImportOptions()));

        refusal.Kind.ShouldBe(LakeErrorKind.MalformedFile);
        refusal.Message.ShouldStartWith(
            "KRW-ETH_1d_2024_novolume.json has no volume column; its columns are market, candle_date_time_kst, opening_price"
        );
    }

    private static void ShouldBeTheBinanceSample(ImportPlan plan)
    {
        Summary(plan).ShouldBe(("ETH_BTC", "1W", 1, "2017-07-03T00:00:00Z", "2017-07-03T00:00:00Z"));
        plan.Format.ShouldBe(ImportFormat.JsonArrays);
        plan.Rows[0].ShouldBe(new Candle(plan.FirstUtc!.Value, 0.0163479, 0.8, 0.015758, 0.015771, 148976.11427815));
        plan.Warnings.ShouldBeEmpty();
    }

    private static (string Symbol, string Timeframe, int Rows, string? First, string? Last) Summary(ImportPlan plan) =>
        (
            plan.Symbol.Code,
            plan.Timeframe.Name,
            plan.RowsToStore,
            ImportSetup.FormatTime(plan.FirstUtc),
            ImportSetup.FormatTime(plan.LastUtc)
        );

    private ImportPlan Read(params string[] parts) => setup.Importer.Read(SharedData.Require(parts), new ImportOptions());
}
