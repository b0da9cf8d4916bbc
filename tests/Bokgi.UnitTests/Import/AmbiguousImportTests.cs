using System.Globalization;
using System.Text;
using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>Files that can be misread: the importer must return the right bars or refuse with a remedy.</summary>
public sealed class AmbiguousImportTests : IDisposable
{
    private const string Header = "time,open,high,low,close,volume\n";

    private readonly ImportBench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData("0,612;0,615;0,606;0,608;802,454", "open ('open') is '0,612', which may be 0612 or 0.612; write it like 1234.5")]
    [InlineData("2,612;2,623;2,606;2,608;802.4", "open ('open') is '2,612', which may be 2612 or 2.612; write it like 1234.5")]
    [InlineData(
        "58000000;58246641;57000000;58000001;8,025",
        "volume ('volume') is '8,025', which may be 8025 or 8.025; write it like 1234.5"
    )]
    public void DecimalCommas_BesideSemicolons_AreRefusedWithBothReadings(string cells, string message) =>
        bench.RefusalMessage("XRP_KRW_1h.csv", $"time;open;high;low;close;volume\n2024-01-01 00:00:00;{cells}\n").ShouldContain(message);

    [Fact]
    public void Thousands_InGroups_AreRead()
    {
        using var plan = bench.Read(
            "BTC_KRW_1h.csv",
            Header.Replace(',', ';') + "2024-01-01 09:00;58,000,000;58,246,641;57,000,000.5;58,000,001;8\n"
        );

        plan.Rows[0].ShouldBe(new Candle(ImportBench.FirstHour * 1_000_000, 58_000_000, 58_246_641, 57_000_000.5, 58_000_001, 8));
        bench
            .RefusalMessage("XRP_KRW_1h.csv", Header + "2024-01-01 09:00,\"0,612\",2,1,2,3\n")
            .ShouldContain("'0,612', which is not a number");
    }

    [Theory]
    [InlineData("BTC_KRW.csv", "date,hour,open,high,low,close,volume\n")]
    [InlineData("BTC_KRW_1h.csv", "일자,체결시간,시가,고가,저가,종가,거래량\n")]
    public void Hour_InAColumnOfItsOwn_IsRead(string name, string header)
    {
        var rows = string.Concat(
            Enumerable
                .Range(0, 48)
                .Select(i => $"2024-01-{1 + (i / 24):00},{(header[0] == 'd' ? $"{i % 24}" : $"{i % 24:00}0000")},{PricesAndVolume(i)}\n")
        );

        using var plan = bench.Read(name, header + rows);

        (plan.Timeframe.Name, plan.Rows.Count, plan.Rows.Times[1]).ShouldBe(("1H", 48, (ImportBench.FirstHour - (8 * 3_600)) * 1_000_000));
    }

    [Fact]
    public void Rows_ManyWithTheSameTime_AreRefused()
    {
        var daysWithSession = string.Concat(
            Enumerable.Range(0, 48).Select(i => $"2024-01-{1 + (i / 24):00},{PricesAndVolume(i)},s{i % 24}\n")
        );
        var daysWithoutSession = string.Concat(Enumerable.Range(0, 48).Select(i => $"2024-01-{1 + (i / 24):00},{PricesAndVolume(i)}\n"));
        var twoCoins = string.Concat(
            Enumerable
                .Range(0, 48)
                .Select(i => $"{ImportBench.Timestamp(i % 24)},{(i < 24 ? "BTC" : "ETH")},{PricesAndVolume(i < 24 ? i : 5 * i)}\n")
        );

        bench
            .RefusalMessage("BTC_KRW_1h.csv", Header + daysWithoutSession)
            .ShouldContain("46 of 48 rows have the time of another row and other values");
        bench
            .RefusalMessage("BTC_KRW_1d.csv", "date,open,high,low,close,volume,session\n" + daysWithSession)
            .ShouldContain("46 of 48 rows have the time of another row and other values; is the hour in another column");
        bench
            .RefusalMessage("BTC_KRW_1h.csv", "date,session,open,high,low,close,volume\n" + twoCoins)
            .ShouldContain("24 of 48 rows have the time of another row and other values");
        bench
            .RefusalMessage("BTC_KRW_1h.csv", "date,name,open,high,low,close,volume\n" + twoCoins)
            .ShouldContain("market is 'ETH' after 'BTC'");
        bench
            .RefusalMessage("BTC_KRW_1h.csv", "date,coin,open,high,low,close,volume\n" + twoCoins)
            .ShouldContain("market is 'ETH' after 'BTC'; split the file, one market each");
    }

    [Theory]
    [InlineData("Time (UTC+9)", "2024-01-01 09:00:00", "column 'Time (UTC+9)' says UTC+9")]
    [InlineData("일시(UTC+09:00)", "2024-01-01 09:00:00", "column '일시(UTC+09:00)' says UTC+09:00")]
    [InlineData("GMT time", "2024-01-01 00:00:00", "column 'GMT time' says UTC")]
    [InlineData("datetime_utc", "2024-01-01 00:00:00", "column 'datetime_utc' says UTC")]
    [InlineData("Date (JST)", "2024-01-01 09:00:00", "column 'Date (JST)' says JST")]
    [InlineData("time", "20240101T000000Z", "the times include a zone")]
    [InlineData("time", "20240101 09:00", "times without a zone are read as KST; specify --zone UTC if they are not")]
    [InlineData("time", "2024년 1월 1일 9시 00분", "times without a zone are read as KST; specify --zone UTC if they are not")]
    [InlineData("time", "2024-01-01 09:00:00 GMT+0900", "the times include a zone")]
    [InlineData("time", "2024-01-01 09:00:00 UTC+9", "the times include a zone")]
    [InlineData("time", "2024-01-01T09:00:00+09:00[Asia/Seoul]", "the times include a zone")]
    [InlineData("time", "2024010109", "times without a zone are read as KST; specify --zone UTC if they are not")]
    public void Time_InAnySupportedSpelling_IsReadInItsZone(string column, string timestamp, string zone)
    {
        using var plan = bench.Read("BTC_KRW_1h.csv", $"{column},open,high,low,close,volume\n{timestamp},1,2,1,2,3\n");

        (ImportBench.FormatTime(plan.FirstUtc), plan.Zone).ShouldBe(("2024-01-01T00:00:00Z", zone));
    }

    [Fact]
    public void Time_InAnUnsupportedZone_AsksForTheZone()
    {
        var text = "Time (EST),open,high,low,close,volume\n2023-12-31 19:00:00,1,2,1,2,3\n";

        bench.RefusalMessage("BTC_KRW_1h.csv", text).ShouldContain("column 'Time (EST)' mentions EST");
        using var plan = bench.Read("BTC_KRW_1h.csv", text, new ImportOptions(Zone: "-05:00"));
        ImportBench.FormatTime(plan.FirstUtc).ShouldBe("2024-01-01T00:00:00Z");
    }

    [Fact]
    public void FirstLine_ThatNamesAZone_SetsTheZone()
    {
        using var plan = bench.Read(
            "Coinbase_BTCKRW_1h.csv",
            "Timestamps are UTC timezone,https://www.CryptoDataDownload.com\nDate,Symbol,Open,High,Low,Close,Volume BTC,Volume KRW\n2024-01-01 01-AM,BTCKRW,105,120,100,110,3.5,380\n2024-01-01 12-AM,BTCKRW,100,110,90,105,2.5,250\n"
        );

        (ImportBench.FormatTime(plan.FirstUtc), plan.Zone).ShouldBe(("2024-01-01T00:00:00Z", "the file says UTC"));
    }

    [Fact]
    public void SecondImport_InAWrongZoneWithRoundedVolumes_IsRefused()
    {
        Import(
            "BTC_KRW_1h.csv",
            Header + ImportBench.HourlyRows(200, i => (1.23456789 + i).ToString("0.00000000", CultureInfo.InvariantCulture))
        );
        var rounded = Header + ImportBench.HourlyRows(200, i => (1.23456789 + i).ToString("0.0000", CultureInfo.InvariantCulture));

        bench
            .RefusalMessage("rounded_BTC_KRW_1h.csv", rounded, new ImportOptions(Zone: "UTC"))
            .ShouldContain("200 of its 200 bars are stored already, 9 hours earlier");
        using var plan = bench.Read("rounded_BTC_KRW_1h.csv", rounded);
        (plan.New, plan.Equal, plan.Changed).ShouldBe((0, 0, 200));
    }

    // With coarse price steps, a few bars among thousands happen to equal stored bars of other times.
    [Fact]
    public void LongerFile_OfTheSameBars_IsNotMistakenForAShift()
    {
        Import("XRP_KRW_1h.csv", Header + CoarseRows(744));

        using var plan = bench.Read("XRP_KRW_1h.csv", Header + CoarseRows(8_000));

        (plan.New, plan.Equal, plan.Changed).ShouldBe((8_000 - 744, 744, 0));
    }

    [Fact]
    public void ColumnOrder_PlausibleOnlyWithAVolumeAsAPrice_IsNotSuggested()
    {
        string[] rows =
        [
            .. Enumerable.Range(0, 12).Select(i => $"{ImportBench.FirstHour + (3_600 * i)},{8.02 + i},{PricesInOrder(i, 3, 1, 2, 0)}\n"),
        ];

        bench.RefusalMessage("BTC_KRW_1h.csv", string.Concat(rows)).ShouldEndWith("check which column is which, and specify --columns");
    }

    [Theory]
    [InlineData(3, 1, 2, 0, "close,high,low,open")]
    [InlineData(3, 0, 1, 2, "close,open,high,low")]
    public void ColumnOrder_ClosesFirst_IsRefusedUntilSpecified(int first, int second, int third, int fourth, string columns)
    {
        var text = string.Concat(
            Enumerable
                .Range(0, 12)
                .Select(i => $"{ImportBench.FirstHour + (3_600 * i)},{PricesInOrder(i, first, second, third, fourth)},{10 + i}\n")
        );

        var refusal = bench.RefusalMessage("BTC_KRW_1h.csv", text);

        refusal.ShouldContain(first == 3 && second == 1 ? "bars open where others close" : $"specify --columns time,{columns},volume");
        using var plan = bench.Read("BTC_KRW_1h.csv", text, new ImportOptions(Columns: $"time,{columns},volume"));
        plan.Rows[0].Open.ShouldBe(42_000);
        plan.Rows[0].Close.ShouldBe(42_100);
    }

    [Theory]
    [InlineData("1,2,1,2,3", "1,1,1,2,3")]
    [InlineData("1,2,1,2,3", "1,2,1,2,")]
    public void InvalidRow_AfterAValidRowOfTheSameTime_DoesNotReplaceIt(string valid, string invalid)
    {
        using var plan = bench.Read("BTC_KRW_1h.csv", $"{Header}1704067200,{valid}\n1704067200,{invalid}\n1704070800,1,2,1,2,3\n");

        (plan.Rows.Count, plan.Duplicates, plan.DifferingDuplicates, plan.Invalid).ShouldBe((2, 1, 1, 0));
        plan.Rows[0].ShouldBe(new Candle(ImportBench.FirstHour * 1_000_000, 1, 2, 1, 2, 3));
    }

    [Fact]
    public void CloseTimes_BesideOpenTimes_AreIgnoredWithAWarning()
    {
        var text =
            "timestamp,start,open,high,low,close,volume\n"
            + string.Concat(
                Enumerable
                    .Range(0, 3)
                    .Select(i => $"{ImportBench.FirstHour + (3_600 * (i + 1))},{ImportBench.FirstHour + (3_600 * i)},1,2,1,2,3\n")
            );

        using var plan = bench.Read("BTC_KRW_1h.csv", text);

        plan.Rows.Times[0].ShouldBe(ImportBench.FirstHour * 1_000_000);
        plan.Warnings.ShouldHaveSingleItem().ShouldBe("the times are those of 'start'; 'timestamp' is a bar later, when the bar closes");
    }

    [Fact]
    public void Epoch_BesideADateOfAnotherZone_IsUsedForTheTimes()
    {
        // India is UTC+05:30.
        using var indian = bench.Read(
            "BTC_KRW_30m.csv",
            "unix,date,open,high,low,close,volume\n1704067200,2024-01-01 05:30:00,1,2,1,2,3\n1704069000,2024-01-01 06:00:00,1,2,1,2,3\n"
        );
        using var unreadableDate = bench.Read(
            "BTC_KRW_1h.csv",
            "date,unix,open,high,low,close,volume\n31/01/2024 23:00,1706742000,1,2,1,2,3\n01/02/2024 00:00,1706745600,1,2,1,2,3\n"
        );

        indian.Rows.Times[0].ShouldBe(ImportBench.FirstHour * 1_000_000);
        indian.Warnings.ShouldHaveSingleItem().ShouldBe("the times are those of 'unix'; 'date' read as KST would be +3.5 hours away");
        unreadableDate.Rows.Times[0].ShouldBe(1_706_742_000_000_000);
        bench
            .RefusalMessage(
                "BTC_KRW_1h.csv",
                "unix,date,open,high,low,close,volume\n1704070800,2024-01-01 09:00:00,1,2,1,2,3\n1704074400,2024-01-01 10:00:00,1,2,1,2,3\n"
            )
            .ShouldContain("'unix' lies a bar after 'date' read as KST");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("date,time,open,high,low,close,volume")]
    public void MetaTrader4_FileWithoutAHeader_IsRead(string? columns)
    {
        using var plan = bench.Read(
            "BTC_KRW_1h.csv",
            "2024.01.01,09:00,100,110,90,105,7\n2024.01.01,10:00,105,120,100,110,9\n",
            new ImportOptions(Columns: columns)
        );

        plan.Rows[0].ShouldBe(new Candle(ImportBench.FirstHour * 1_000_000, 100, 110, 90, 105, 7));
    }

    [Fact]
    public void JsonObject_WithoutAnIrrelevantKey_IsRead()
    {
        using var plan = bench.Read(
            "BTC_KRW_1h.json",
            """[{"time":1704067200,"open":1,"high":2,"low":1,"close":2,"volume":3,"note":"x"},{"time":1704070800,"open":1,"high":2,"low":1,"close":2,"volume":3}]"""
        );

        plan.Rows.Count.ShouldBe(2);
        bench
            .RefusalMessage(
                "BTC_KRW_1h.json",
                """[{"time":1704067200,"open":1,"high":2,"low":1,"close":2,"volume":3},{"time":1704070800,"open":1,"high":2,"low":1,"close":2}]"""
            )
            .ShouldBe("BTC_KRW_1h.json, row 2: 'volume' is missing");
    }

    [Theory]
    [InlineData(
        "Price,Close,High,Low,Open,Volume\nTicker,BTC-KRW,BTC-KRW,BTC-KRW,BTC-KRW,BTC-KRW\nDatetime,,,,,\n2024-01-01 00:00:00+00:00,2,2,1,1,3\n"
    )]
    [InlineData("time,open,high,low,close,volume\n1704067200,1,2,1,2,3\n,,,,,\n,,,,,\n")]
    [InlineData("time,open,high,low,close,volume\n1704067200,1,2,1,2,3,\n")]
    [InlineData("timestamp,일시,open,high,low,close,volume\n,2024-01-01 09:00,1,2,1,2,3\n")]
    [InlineData(
        "timeOpen;timeClose;open;high;low;close;volume;timestamp\n2024-01-01T00:00:00.000Z;2024-01-01T00:59:59.999Z;1;2;1;2;3;2024-01-01T00:59:59.999Z\n"
    )]
    [InlineData("date,time,open,high,low,close,volume\n2024-01-01,0900,1,2,1,2,3\n")]
    [InlineData("time,open,high,low,close,volume\n2024-01-01 09,1,2,1,2,3\n")]
    [InlineData("time,open,high,low,close,volume\n2024-01-01(월) 09:00,1,2,1,2,3\n")]
    [InlineData("time,open,high,low,close,volume\n2024-01-01 9:00 a.m.,1,2,1,2,3\n")]
    [InlineData("time,open,high,low,close,volume\n2024-01-01 09:00,₩1,$2,1원,\"€2\",3\n")]
    public void Text_AsProgramsWriteIt_IsRead(string text)
    {
        using var plan = bench.Read("BTC_KRW_1h.csv", text);

        plan.Rows.Count.ShouldBe(1);
        plan.Rows[0].ShouldBe(new Candle(ImportBench.FirstHour * 1_000_000, 1, 2, 1, 2, 3));
    }

    [Theory]
    [InlineData("BTC_KRW_1h.csv", null)]
    [InlineData("BTC_KRW.csv", "1H")]
    public void Days_DeclaredAsHours_AreRefused(string name, string? timeframe)
    {
        var options = new ImportOptions(Timeframe: timeframe is null ? null : Timeframe.Parse(timeframe));
        var days = string.Concat(Enumerable.Range(0, 10).Select(i => $"2024-01-{1 + i + (i > 5 ? 3 : 0):00} 09:00,{PricesAndVolume(i)}\n"));

        bench.RefusalMessage(name, Header + days, options).ShouldContain("most rows are 1D apart and none closer, which is longer than 1H");
    }

    [Fact]
    public void Rows_FarApartExceptForTwo_HaveTheDeclaredTimeframe()
    {
        var rows = string.Concat(
            Enumerable.Range(0, 12).Select(i => $"{ImportBench.Timestamp(3 * i - (i == 11 ? 2 : 0))},{PricesAndVolume(i)}\n")
        );

        using var plan = bench.Read("BTC_KRW_1h.csv", Header + rows);

        (plan.Timeframe, plan.Rows.Count).ShouldBe((Timeframe.OneHour, 12));
        plan.Warnings.ShouldHaveSingleItem().ShouldContain("most rows are 03:00:00 apart");
    }

    [Fact]
    public void Layout_ForAFileThatNamesItsColumns_IsValidatedAndIgnoredWithAWarning()
    {
        bench
            .RefusalMessage("BTC_KRW_1h.csv", Header + ImportBench.HourlyRows(2, _ => "3"), new ImportOptions(Layout: "foo"))
            .ShouldContain("'foo' is not a layout; use one of kraken, bithumb");
        using var plan = bench.Read("BTC_KRW_1h.csv", Header + ImportBench.HourlyRows(2, _ => "3"), new ImportOptions(Layout: "kraken"));

        plan.Warnings.ShouldBe(["--layout kraken was not applied: the file names its columns"]);
    }

    [Theory]
    [InlineData(
        "BTC_USDT-1h.csv",
        "time,open,high,low,close,volume,confirm\n2024-01-01 09:00,1,2,1,2,3,1\n2024-01-01 10:00,1,2,1,2,3,0\n",
        null
    )]
    [InlineData(
        "BTC_USDT-1h.json",
        """[["1704067200000","1","2","1","2","3","6","6","1"],["1704070800000","1","2","1","2","3","6","6","0"]]""",
        "okx"
    )]
    [InlineData(
        "BTC_USDT-1h.json",
        """[["1704067200","6","2","2","1","1","3","true"],["1704070800","6","2","2","1","1","3","false"]]""",
        "gateio"
    )]
    public void Rows_MarkedAsUnfinished_AreLeftOut(string name, string text, string? layout)
    {
        using var plan = bench.Read(name, text, new ImportOptions(Layout: layout));

        (plan.Rows.Count, plan.Forming).ShouldBe((1, 1));
        plan.Rows[0].ShouldBe(new Candle(ImportBench.FirstHour * 1_000_000, 1, 2, 1, 2, 3));
    }

    [Fact]
    public void Dots_ThatMayGroupThousands_AreRefused()
    {
        const string header = "time;open;high;low;close;volume\n";

        bench
            .RefusalMessage("BTC_KRW-1h.csv", header + "2024-01-01 09:00;58.800;58.902;58.534;58.628;24\n")
            .ShouldContain("58.800 may be 58800 or 58.8");
        using var plan = bench.Read("BTC_KRW-1h.csv", header + "2024-01-01 09:00;58.800;58.902;58.534;58.628;24.55\n");
        plan.Rows[0].Open.ShouldBe(58.8);
    }

    [Theory]
    [InlineData("20240101,0|20240101,100|20240101,200")]
    [InlineData("20240101,0900|20240101,90100")]
    public void TimesOfTheDay_WithoutLeadingZeros_AreRefused(string times)
    {
        var rows = times.Split('|').Select((each, i) => $"{each},{PricesAndVolume(i)}\n");

        Should.Throw<LakeException>(() =>
            bench.Read("BTC_KRW_1m.csv", "date,time,open,high,low,close,volume\n" + string.Concat(rows)).Dispose()
        );
    }

    [Fact]
    public void Columns_CloseTimesAsTimes_AreRefused() =>
        bench
            .RefusalMessage(
                "BTC_KRW_1h.csv",
                "open_time,close_time,open,high,low,close,volume\n2024-01-01 09:00,2024-01-01 10:00,1,2,1,2,3\n",
                new ImportOptions(Columns: "time=close_time")
            )
            .ShouldContain("'close_time' holds the times at which bars close");

    [Fact]
    public void Columns_DifferingOnlyInCase_AreDistinguished()
    {
        using var plan = bench.Read("BTC_KRW_1h.csv", "t,o,h,L,l,c,v\n1704067200,1,2,9,1,2,3\n", new ImportOptions(Columns: "low=l"));

        plan.Rows[0].Low.ShouldBe(1);
    }

    [Fact]
    public void Json_WithAnUnpairedSurrogate_IsRefused() =>
        bench
            .RefusalMessage("BTC_KRW_1h.json", """[{"time":1704067200,"open":"\ud800","high":1,"low":1,"close":1,"volume":1}]""")
            .ShouldContain("open ('open') is '\\ud800', which is not a number");

    [Theory]
    [InlineData("Date,Price,Open,High,Low,Vol.,Change %\n2024-01-01 09:00,2,1,2,1,3,0.5%\n")]
    [InlineData("체결시간,현재가,시가,고가,저가,거래량\n2024-01-01 09:00,2,1,2,1,3\n")]
    [InlineData("Unnamed: 0,open,high,low,close,volume\n2024-01-01 09:00,1,2,1,2,3\n")]
    [InlineData("__index_level_0__,open,high,low,close,volume\n2024-01-01 09:00,1,2,1,2,3\n")]
    public void Columns_NamedAsOtherProgramsDo_AreKnown(string text)
    {
        using var plan = bench.Read("BTC_KRW_1h.csv", text);

        plan.Rows[0].ShouldBe(new Candle(ImportBench.FirstHour * 1_000_000, 1, 2, 1, 2, 3));
    }

    [Fact]
    public void Months_WithoutADay_BeginOnTheFirst()
    {
        using var plan = bench.Read("BTC_KRW_1mo.csv", Header + "2024-01,1,2,1,2,3\n2024-02,2,3,2,3,4\n", new ImportOptions(Zone: "UTC"));

        plan.Rows.Times.ToArray().ShouldBe([ImportBench.FirstHour * 1_000_000, (ImportBench.FirstHour + (31 * 86_400)) * 1_000_000]);
    }

    private static string PricesAndVolume(int i) => FormattableString.Invariant($"{100 + i},{102 + i},{99 + i},{101 + i},{5 + i}");

    // Hourly rows whose prices are multiples of 5.
    private static string CoarseRows(int count)
    {
        var random = new Random(7);
        var (text, price) = (new StringBuilder(), 1_000);
        for (var i = 0; i < count; i++)
        {
            var close = Math.Clamp(price + (5 * random.Next(-2, 3)), 980, 1_020);
            var (high, low) = (Math.Max(price, close) + (5 * random.Next(2)), Math.Min(price, close) - (5 * random.Next(2)));
            text.Append(CultureInfo.InvariantCulture, $"{ImportBench.Timestamp(i)},{price},{high},{low},{close},{1 + random.Next(3)}\n");
            price = close;
        }

        return text.ToString();
    }

    // The prices of bar i in the given order (0 open, 1 high, 2 low, 3 close); each bar opens at the close of the previous one.
    private static string PricesInOrder(int i, params int[] order)
    {
        double[] bar = [42_000 + (100 * i), 42_150 + (100 * i), 41_900 + (100 * i), 42_100 + (100 * i)];
        return string.Join(',', order.Select(index => bar[index].ToString(CultureInfo.InvariantCulture)));
    }

    private void Import(string name, string text)
    {
        using var plan = bench.Read(name, text);
        bench.Importer.Apply(plan, TestContext.Current.CancellationToken);
    }
}
