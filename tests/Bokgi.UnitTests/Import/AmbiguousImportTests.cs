using System.Globalization;
using System.Text;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Series;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>Numbers, rows and formats that can be misread: the importer must return the right bars or refuse with a remedy.</summary>
/// <remarks>The epoch 1704067200 is 2024-01-01T00:00Z, which is 09:00 in Korea.</remarks>
public sealed class AmbiguousImportTests : IDisposable
{
    private readonly ImportSetup setup = new();

    public void Dispose() => setup.Dispose();

    [Theory]
    [InlineData("0,612;0,615;0,606;0,608;802,454", "open ('open') is '0,612', which may be 0612 or 0.612; write it like 1234.5")]
    [InlineData("2,612;2,623;2,606;2,608;802.4", "open ('open') is '2,612', which may be 2612 or 2.612; write it like 1234.5")]
    [InlineData(
        "58000000;58246641;57000000;58000001;8,025",
        "volume ('volume') is '8,025', which may be 8025 or 8.025; write it like 1234.5"
    )]
    [InlineData("1;2;1;2;8,025K", "volume ('volume') is '8,025K', which may be 8025K or 8.025K; write it like 1234.5")]
    [InlineData("₩2,612;2,623;2,606;2,608;8", "open ('open') is '₩2,612', which may be ₩2612 or ₩2.612; write it like 1234.5")]
    [InlineData("2,612원;2,623;2,606;2,608;8", "open ('open') is '2,612원', which may be 2612원 or 2.612원; write it like 1234.5")]
    public void DecimalCommas_BesideSemicolons_AreRefusedWithBothReadings(string cells, string message) =>
        setup.GetRefusalMessage("XRP_KRW_1h.csv", $"time;open;high;low;close;volume\n2024-01-01 00:00:00;{cells}\n").ShouldContain(message);

    [Fact]
    public void Thousands_InGroups_AreRead()
    {
        using var plan = setup.Read(
            "BTC_KRW_1h.csv",
            ImportSetup.Header.Replace(',', ';') + "2024-01-01 09:00;58,000,000;58,246,641;57,000,000.5;58,000,001;1,234.5K\n"
        );

        plan.Rows[0]
            .ShouldBe(new Candle(ImportSetup.FirstHourSeconds * 1_000_000, 58_000_000, 58_246_641, 57_000_000.5, 58_000_001, 1_234_500));
        setup
            .GetRefusalMessage("XRP_KRW_1h.csv", ImportSetup.Header + "2024-01-01 09:00,\"0,612\",2,1,2,3\n")
            .ShouldContain("'0,612', which is not a number");
    }

    [Fact]
    public void Rows_ManyWithTheSameTime_AreRefused()
    {
        var daysWithSession = string.Concat(
            Enumerable.Range(0, 48).Select(i => $"2024-01-{1 + (i / 24):00},{ImportSetup.PricesAndVolume(i)},s{i % 24}\n")
        );
        var daysWithoutSession = string.Concat(
            Enumerable.Range(0, 48).Select(i => $"2024-01-{1 + (i / 24):00},{ImportSetup.PricesAndVolume(i)}\n")
        );
        var twoCoins = string.Concat(
            Enumerable
                .Range(0, 48)
                .Select(i =>
                    $"{ImportSetup.Timestamp(i % 24)},{(i < 24 ? "BTC" : "ETH")},{ImportSetup.PricesAndVolume(i < 24 ? i : 5 * i)}\n"
                )
        );

        setup
            .GetRefusalMessage("BTC_KRW_1h.csv", ImportSetup.Header + daysWithoutSession)
            .ShouldContain("46 of 48 rows have the time of another row and other values"); // 24 rows on each of two days
        setup
            .GetRefusalMessage("BTC_KRW_1d.csv", "date,open,high,low,close,volume,session\n" + daysWithSession)
            .ShouldContain("46 of 48 rows have the time of another row and other values; is the hour in another column");
        setup
            .GetRefusalMessage("BTC_KRW_1h.csv", "date,session,open,high,low,close,volume\n" + twoCoins)
            .ShouldContain("24 of 48 rows have the time of another row and other values");
        setup
            .GetRefusalMessage("BTC_KRW_1h.csv", "date,name,open,high,low,close,volume\n" + twoCoins)
            .ShouldContain("market is 'ETH' after 'BTC'");
        setup
            .GetRefusalMessage("BTC_KRW_1h.csv", "date,coin,open,high,low,close,volume\n" + twoCoins)
            .ShouldContain("market is 'ETH' after 'BTC'; split the file, one market each");
    }

    [Fact]
    public void SecondImport_InAWrongZoneWithRoundedVolumes_IsRefused()
    {
        Import(
            "BTC_KRW_1h.csv",
            ImportSetup.Header + ImportSetup.HourlyRows(200, i => (1.23456789 + i).ToString("0.00000000", CultureInfo.InvariantCulture))
        );
        var rounded =
            ImportSetup.Header + ImportSetup.HourlyRows(200, i => (1.23456789 + i).ToString("0.0000", CultureInfo.InvariantCulture));

        setup
            .GetRefusalMessage("rounded_BTC_KRW_1h.csv", rounded, new ImportOptions(Zone: "UTC"))
            .ShouldContain("200 of its 200 bars are stored already, 9 hours earlier");
        using var plan = setup.Read("rounded_BTC_KRW_1h.csv", rounded);
        (plan.New, plan.Equal, plan.Changed).ShouldBe((0, 0, 200));
    }

    // With large price steps, a few bars in a file of thousands equal, by chance, stored bars of another time.
    [Fact]
    public void LongerFile_OfTheSameBars_IsNotMistakenForAShift()
    {
        Import("XRP_KRW_1h.csv", ImportSetup.Header + RowsWithLargePriceSteps(744)); // the hours of 31 days

        using var plan = setup.Read("XRP_KRW_1h.csv", ImportSetup.Header + RowsWithLargePriceSteps(8_000));

        (plan.New, plan.Equal, plan.Changed).ShouldBe((8_000 - 744, 744, 0));
    }

    [Theory]
    [InlineData("1,2,1,2,3", "1,1,1,2,3")]
    [InlineData("1,2,1,2,3", "1,2,1,2,")]
    public void InvalidRow_AfterAValidRowOfTheSameTime_DoesNotReplaceTheValidRow(string validCells, string invalidCells)
    {
        using var plan = setup.Read(
            "BTC_KRW_1h.csv",
            $"{ImportSetup.Header}1704067200,{validCells}\n1704067200,{invalidCells}\n1704070800,1,2,1,2,3\n"
        );

        (plan.Rows.Count, plan.Duplicates, plan.DifferingDuplicates, plan.Invalid).ShouldBe((2, 1, 1, 0));
        plan.Rows[0].ShouldBe(new Candle(ImportSetup.FirstHourSeconds * 1_000_000, 1, 2, 1, 2, 3));
    }

    [Fact]
    public void JsonObject_WithoutAnIrrelevantKey_IsRead()
    {
        using var plan = setup.Read(
            "BTC_KRW_1h.json",
            """[{"time":1704067200,"open":1,"high":2,"low":1,"close":2,"volume":3,"note":"x"},{"time":1704070800,"open":1,"high":2,"low":1,"close":2,"volume":3}]"""
        );

        plan.Rows.Count.ShouldBe(2);
        setup
            .GetRefusalMessage(
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
        using var plan = setup.Read("BTC_KRW_1h.csv", text);

        plan.Rows.Count.ShouldBe(1);
        plan.Rows[0].ShouldBe(new Candle(ImportSetup.FirstHourSeconds * 1_000_000, 1, 2, 1, 2, 3));
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
        using var plan = setup.Read(name, text, new ImportOptions(Layout: layout));

        (plan.Rows.Count, plan.Forming).ShouldBe((1, 1));
        plan.Rows[0].ShouldBe(new Candle(ImportSetup.FirstHourSeconds * 1_000_000, 1, 2, 1, 2, 3));
    }

    [Fact]
    public void Dots_ThatMayGroupThousands_AreRefused()
    {
        const string header = "time;open;high;low;close;volume\n";

        setup
            .GetRefusalMessage("BTC_KRW-1h.csv", header + "2024-01-01 09:00;58.800;58.902;58.534;58.628;24\n")
            .ShouldContain("58.800 may be 58800 or 58.8");
        using var plan = setup.Read("BTC_KRW-1h.csv", header + "2024-01-01 09:00;58.800;58.902;58.534;58.628;24.55\n");
        plan.Rows[0].Open.ShouldBe(58.8);
    }

    [Fact]
    public void Json_WithAnUnpairedSurrogate_IsRefused() =>
        setup
            .GetRefusalMessage("BTC_KRW_1h.json", """[{"time":1704067200,"open":"\ud800","high":1,"low":1,"close":1,"volume":1}]""")
            .ShouldContain("open ('open') is '\\ud800', which is not a number");

    // Hourly rows whose prices are multiples of 5 between 975 and 1,025.
    private static string RowsWithLargePriceSteps(int count)
    {
        var random = new Random(7);
        var (text, price) = (new StringBuilder(), 1_000);
        for (var i = 0; i < count; i++)
        {
            var close = Math.Clamp(price + (5 * random.Next(-2, 3)), 980, 1_020);
            var (high, low) = (Math.Max(price, close) + (5 * random.Next(2)), Math.Min(price, close) - (5 * random.Next(2)));
            text.Append(CultureInfo.InvariantCulture, $"{ImportSetup.Timestamp(i)},{price},{high},{low},{close},{1 + random.Next(3)}\n");
            price = close;
        }

        return text.ToString();
    }

    private void Import(string name, string text)
    {
        using var plan = setup.Read(name, text);
        setup.Importer.Apply(plan, TestContext.Current.CancellationToken);
    }
}
