using System.Text;
using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>How the importer interprets a file, and what the import plan says about the interpretation.</summary>
/// <remarks>The epoch 1704067200 is 2024-01-01T00:00Z, which is 09:00 in Korea.</remarks>
public sealed class CandleImporterInterpretationTests : IDisposable
{
    private const string Header = "timestamp,open,high,low,close,volume\n";

    private readonly ImportSetup setup = new();

    public void Dispose() => setup.Dispose();

    [Theory]
    [InlineData("1704067200", "seconds")]
    [InlineData("1704067200000", "milliseconds")]
    [InlineData("1704067200000000", "microseconds")]
    [InlineData("1704067200000000000", "nanoseconds")]
    [InlineData("1704067200.0", "seconds")]
    public void Read_EpochOfAnyUnit_IsRecognisedByItsSize(string timestamp, string unit)
    {
        using var plan = setup.Read("BTC_KRW_1d.csv", $"{Header}{timestamp},1,2,1,2,3\n");

        ImportSetup.FormatTime(plan.FirstUtc).ShouldBe("2024-01-01T00:00:00Z");
        plan.Zone.ShouldBe($"epoch {unit} are UTC");
    }

    [Theory]
    [InlineData(null, "2023-12-31T15:00:00Z", "times without a zone are read as KST; specify --zone UTC if they are not")]
    [InlineData("KST", "2023-12-31T15:00:00Z", "times without a zone are read as KST, as asked")]
    [InlineData("utc", "2024-01-01T00:00:00Z", "times without a zone are read as UTC, as asked")]
    [InlineData("-03:30", "2024-01-01T03:30:00Z", "times without a zone are read as -03:30, as asked")]
    public void Read_TimesWithoutAZone_AreKoreanUnlessSpecifiedOtherwise(string? zone, string firstTime, string explanation)
    {
        using var plan = setup.Read("BTC_KRW_30m.csv", Header + "2024-01-01 00:00:00,1,2,1,2,3\n", new ImportOptions(Zone: zone));

        ImportSetup.FormatTime(plan.FirstUtc).ShouldBe(firstTime);
        plan.Zone.ShouldBe(explanation);
    }

    [Fact]
    public void Read_ZoneOptionForEpochs_WarnsThatItWasNotApplied()
    {
        using var plan = setup.Read("BTC_KRW_1h.csv", Header + "1704067200,1,2,1,2,3\n", new ImportOptions(Zone: "KST"));

        ImportSetup.FormatTime(plan.FirstUtc).ShouldBe("2024-01-01T00:00:00Z");
        plan.Warnings.ShouldBe(["--zone KST was not applied: epoch seconds are UTC"]);
    }

    [Theory]
    [InlineData("KRW-BTC_1h_2020.csv", "BTC_KRW", "1H")]
    [InlineData("binance_BTCUSDT_1m_2024-08.csv", "BTC_USDT", "1M")]
    [InlineData("btc_krw-.30m.csv", null, "30M")]
    [InlineData("eth_krw_4h.csv", "ETH_KRW", "4H")]
    [InlineData("KRW-XRP/minutes/60/2024.csv", "XRP_KRW", "1H")]
    [InlineData("DOGE_KRW/1D/2024.csv", "DOGE_KRW", "1D")]
    [InlineData("upbit_KRW-BTC_60m.csv", "BTC_KRW", "1H")]
    [InlineData("XRP-USD 1d 2024-08.csv", "XRP_USD", "1D")]
    [InlineData("upbit_BTC_KRW_1h.csv", "BTC_KRW", "1H")]
    [InlineData("UPBIT_BTCKRW, 60.csv", "BTC_KRW", "1H")]
    [InlineData("BINANCE_BTCUSDT, 1D.csv", "BTC_USDT", "1D")]
    [InlineData("BTCUSDT-1h-2025-01.csv", "BTC_USDT", "1H")]
    [InlineData("Binance_XRPUSDT_daily.csv", "XRP_USDT", "1D")]
    [InlineData("KRW_BTC_1h.csv", "BTC_KRW", "1H")]
    [InlineData("my_XRP_KRW_file_1h.csv", "XRP_KRW", "1H")]
    [InlineData("data_ETH-BTC_1-min.csv", "ETH_BTC", "1M")]
    [InlineData("STETH_ETH_1h.csv", "STETH_ETH", "1H")]
    public void Read_FileOrFolderName_GivesMarketAndTimeframe(string name, string? symbol, string timeframe)
    {
        // If the name does not identify the market, the option does.
        using var plan = setup.Read(
            name,
            Header + "1704067200,1,2,1,2,3\n",
            new ImportOptions(symbol is null ? Symbol.Parse("BTC_KRW") : null)
        );

        plan.Symbol.Code.ShouldBe(symbol ?? "BTC_KRW");
        plan.Timeframe.Name.ShouldBe(timeframe);
    }

    [Fact]
    public void Read_MonthlyRowsInAFileNamed1M_AreMonths()
    {
        using var plan = setup.Read("BTCUSDT_1M.csv", Header + "1704067200,1,2,1,2,3\n1706745600,1,2,1,2,3\n1709251200,1,2,1,2,3\n");

        plan.Timeframe.ShouldBe(Timeframe.OneMonth);
        plan.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Read_NameWithoutATimeframe_UsesTheMostFrequentSpacing()
    {
        // There is a gap of three hours between the second and the third row.
        using var plan = setup.Read("KRW-BTC.csv", Header + Rows(1704067200, 1704070800, 1704081600, 1704085200));

        plan.Timeframe.ShouldBe(Timeframe.OneHour);
        plan.TimeframeFrom.ShouldBe("most frequent spacing of the times");
    }

    [Fact]
    public void Read_MixedOrderWithDuplicates_SortsCountsAndKeepsTheLast()
    {
        using var plan = setup.Read(
            "KRW-BTC_1h.csv",
            Header + "1704070800,1,9,1,2,1\n1704067200,1,9,1,3,1\n1704070800,1,9,1,4,1\n1704074400,1,9,1,5,1\n"
        );

        plan.FinishedRows.ShouldBe(4);
        plan.RowsToStore.ShouldBe(3);
        plan.Order.ShouldBe(RowOrder.Mixed);
        plan.OutOfOrder.ShouldBe(1);
        plan.Duplicates.ShouldBe(1);
        plan.Rows.Close.ToArray().ShouldBe([3, 4, 5]);
    }

    [Fact]
    public void Read_BarStillForming_IsLeftOutAndCounted()
    {
        using var earlySetup = new ImportSetup(new DateTimeOffset(2024, 1, 1, 1, 59, 59, TimeSpan.Zero));
        using var plan = earlySetup.Read("KRW-BTC_1h.csv", Header + Rows(1704067200, 1704070800));
        using var laterSetup = new ImportSetup(new DateTimeOffset(2024, 1, 1, 2, 0, 0, TimeSpan.Zero));
        using var completePlan = laterSetup.Read("KRW-BTC_1h.csv", Header + Rows(1704067200, 1704070800));

        (plan.RowsToStore, plan.Forming, ImportSetup.FormatTime(plan.LastUtc)).ShouldBe((1, 1, "2024-01-01T00:00:00Z"));
        (completePlan.RowsToStore, completePlan.Forming).ShouldBe((2, 0));
    }

    [Fact]
    public void Read_EmptyPrice_IsAnInvalidBarAndNotZero()
    {
        using var plan = setup.Read("KRW-BTC_1h.csv", Header + "1704067200,1,2,1,,3\n");

        plan.Invalid.ShouldBe(1);
        plan.Rows[0].Close.ShouldBe(double.NaN);
    }

    [Theory]
    [InlineData(40, 2, true)]
    [InlineData(39, 2, false)]
    [InlineData(1, 1, true)]
    public void Read_InvalidRows_AreCountedUpToOneInTwenty(int rows, int invalid, bool isRead)
    {
        var text =
            Header + string.Concat(Enumerable.Range(0, rows).Select(i => $"{1704067200 + (i * 3600)},1,2,{(i < invalid ? 3 : 1)},2,3\n"));
        if (isRead)
        {
            using var plan = setup.Read("KRW-BTC_1h.csv", text);
            (plan.RowsToStore, plan.Invalid).ShouldBe((rows, invalid));
            return;
        }

        Should
            .Throw<LakeException>(() => setup.Read("KRW-BTC_1h.csv", text))
            .Message.ShouldBe(
                "KRW-BTC_1h.csv: 2 of 39 bars are invalid, the first at 2024-01-01T00:00:00Z (open or close lies outside of low and high); check which column is which, and specify --columns"
            );
    }

    [Theory]
    [InlineData(41, 2, true)]
    [InlineData(40, 2, false)]
    [InlineData(20, 1, false)]
    public void Read_TimesOffTheGrid_AreLeftOutUpToOneInTwenty(int rows, int offGrid, bool isRead)
    {
        var text =
            Header
            + string.Concat(Enumerable.Range(0, rows).Select(i => $"{1704067200 + (i * 3600) + (i < offGrid ? 600 : 0)},1,2,1,2,{i}\n"));
        if (isRead)
        {
            using var plan = setup.Read("KRW-BTC_1h.csv", text);
            (plan.RowsToStore, plan.OffGrid).ShouldBe((rows - offGrid, offGrid));
            return;
        }

        Should
            .Throw<LakeException>(() => setup.Read("KRW-BTC_1h.csv", text))
            .Message.ShouldStartWith(
                $"KRW-BTC_1h.csv: {offGrid} of {rows} times are not the open of a 1H bar, the first 2024-01-01T00:10:00Z"
            );
    }

    [Theory]
    [InlineData(
        "KRW-BTC_1h.csv",
        "2024-01-01T00:59:59Z,2024-01-01T01:59:59Z,2024-01-01T02:59:59Z",
        "they look like the times at which bars close"
    )]
    [InlineData("KRW-BTC_1d.csv", "2024-01-01T23:59:59.999Z,2024-01-02T23:59:59.999Z", "they look like the times at which bars close")]
    [InlineData(
        "KRW-BTC_1mo.csv",
        "2024-01-31T00:00Z,2024-02-29T00:00Z,2024-03-31T00:00Z",
        "they look like month ends; give the first day of the month"
    )]
    [InlineData("KRW-BTC_1w.csv", "2024-01-07T00:00Z,2024-01-14T00:00Z", "they look like the last day of the week; give its Monday")]
    [InlineData(
        "KRW-BTC_4h.csv",
        "2024-01-01T03:00Z,2024-01-01T07:00Z,2024-01-01T11:00Z",
        "all are 03:00:00 after the open of a bar, which looks like another zone"
    )]
    public void Read_TimesThatAreNotBarOpens_AreRefusedWithWhatTheyLookLike(string file, string times, string message)
    {
        var text = Header + string.Concat(times.Split(',').Select((time, i) => $"{time},1,2,1,2,{i + 1}\n"));

        Should.Throw<LakeException>(() => setup.Read(file, text)).Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("timestamp;open;high;low;close;volume\n2024-01-01T00:00Z;1;2;1;2;3\n")]
    [InlineData("\uFEFFTimestamp\tOpen\tHigh\tLow\tClose\tVolume\r\n2024/01/01 00:00:00Z\t1\t2\t1\t2\t3\r\n")]
    [InlineData("Volume (BTC),close,low,high,open,Open Time,comment\n3,2,1,2,1,2024-01-01 00:00:00+00:00,\"a, b\"\n\n")]
    public void Read_OtherSeparatorsCasesAndOrders_GiveTheSameCandle(string text)
    {
        using var plan = setup.Read("KRW-BTC_1h.csv", text);

        ImportSetup.FormatTime(plan.FirstUtc).ShouldBe("2024-01-01T00:00:00Z");
        (plan.Rows[0].Open, plan.Rows[0].High, plan.Rows[0].Low, plan.Rows[0].Close, plan.Rows[0].Volume).ShouldBe((1, 2, 1, 2, 3));
    }

    [Fact]
    public void Read_KoreanSpreadsheetEncoding_IsRead()
    {
        var path = Path.Combine(setup.Folder, "KRW-BTC_1d.csv");
        var koreanEncoding = CodePagesEncodingProvider.Instance.GetEncoding(949)!;
        File.WriteAllBytes(path, koreanEncoding.GetBytes("날짜,시가,고가,저가,종가,거래량\n2024-01-01 09:00,1,2,1,2,3\n"));

        using var plan = setup.Importer.Read(path, new ImportOptions());

        plan.Columns[4].ShouldBe(new ColumnChoice("종가", "close"));
        plan.Warnings.ShouldBe(["the text is not UTF-8 and was read as Korean CP949"]);
    }

    [Fact]
    public void Read_JsonWithByteOrderMark_IsRead()
    {
        using var plan = setup.Read("BTCUSDT_1m.json", "\uFEFF\n[[1704067200000,\"1\",\"2\",\"1\",\"2\",\"3\"]]");

        plan.Format.ShouldBe(ImportFormat.JsonArrays);
        plan.RowsToStore.ShouldBe(1);
    }

    [Fact]
    public void Read_DailyBarsAtKoreanMidnight_AreDays()
    {
        using var plan = setup.Read("KRW-BTC_1d.csv", Header + "2024-01-01,1,2,1,2,3\n2024-01-02,1,2,1,2,3\n");

        plan.Warnings.ShouldBeEmpty();
        (plan.RowsToStore, plan.OffGrid).ShouldBe((2, 0));
    }

    [Fact]
    public void Read_DailyBarsOpeningAtAnotherHourThanStoredOnes_AreRefusedWithTheShift()
    {
        using (var koreanPlan = setup.Read("KRW-BTC_1d.csv", Header + "2024-01-01,1,2,1,2,3\n2024-01-02,1,2,1,2,3\n"))
            setup.Importer.Apply(koreanPlan);

        Should
            .Throw<LakeException>(() => setup.Read("KRW-BTC_1d.csv", Header + "2024-05-01T00:00Z,5,6,5,6,7\n"))
            .Message.ShouldBe(
                "KRW-BTC_1d.csv: its 1D bars open at 00:00 UTC, the stored ones at 15:00 UTC, 9 hours apart (the times include a zone). Correct --zone, or use --replace to replace them with this file"
            );
    }

    [Fact]
    public void Read_RowsFartherApartThanTheTimeframe_WarnsAboutIt()
    {
        using var plan = setup.Read("KRW-BTC.csv", Header + Rows(1704067200, 1704153600), new ImportOptions(Timeframe: Timeframe.OneHour));

        plan.Warnings.ShouldBe(["most rows are 1D apart, which is longer than 1H; is it the right timeframe?"]);
    }

    [Fact]
    public void Read_MarketOptionDiffersFromTheFile_UsesTheOptionAndWarns()
    {
        using var plan = setup.Read(
            "a.json",
            """[{"market":"KRW-ETH","unit":60,"candle_date_time_kst":"2024-01-01T09:00:00","opening_price":1,"high_price":2,"low_price":1,"trade_price":2,"candle_acc_trade_volume":3}]""",
            new ImportOptions(Symbol.Parse("BTC_KRW"))
        );

        plan.Symbol.Code.ShouldBe("BTC_KRW");
        plan.Timeframe.ShouldBe(Timeframe.OneHour);
        ImportSetup.FormatTime(plan.FirstUtc).ShouldBe("2024-01-01T00:00:00Z");
        plan.Warnings.ShouldBe(["the file says 'KRW-ETH' (column 'market') but is stored as BTC_KRW, as asked"]);
    }

    private static string Rows(params long[] seconds) => string.Concat(seconds.Select(second => $"{second},1,2,1,2,3\n"));
}
