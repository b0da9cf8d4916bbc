using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>Times and zones that can be misread: the importer must return the right bars or refuse with a remedy.</summary>
public sealed class AmbiguousTimeTests : IDisposable
{
    private readonly ImportSetup setup = new();

    public void Dispose() => setup.Dispose();

    [Theory]
    [InlineData("BTC_KRW.csv", "date,hour,open,high,low,close,volume\n")]
    [InlineData("BTC_KRW_1h.csv", "일자,체결시간,시가,고가,저가,종가,거래량\n")]
    public void Hour_InASeparateColumn_IsRead(string name, string header)
    {
        var isHourNumber = header.StartsWith("date,hour", StringComparison.Ordinal); // otherwise HHmmss
        var rows = string.Concat(
            Enumerable
                .Range(0, 48)
                .Select(i =>
                    $"2024-01-{1 + (i / 24):00},{(isHourNumber ? $"{i % 24}" : $"{i % 24:00}0000")},{ImportSetup.PricesAndVolume(i)}\n"
                )
        );

        using var plan = setup.Read(name, header + rows);

        // The second row is at 01:00 Korean time, eight hours before the first hour of ImportSetup, 09:00 Korean time.
        (plan.Timeframe.Name, plan.Rows.Count, plan.Rows.Times[1]).ShouldBe(
            ("1H", 48, (ImportSetup.FirstHourSeconds - (8 * 3_600)) * 1_000_000)
        );
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
        using var plan = setup.Read("BTC_KRW_1h.csv", $"{column},open,high,low,close,volume\n{timestamp},1,2,1,2,3\n");

        (ImportSetup.FormatTime(plan.FirstUtc), plan.Zone).ShouldBe(("2024-01-01T00:00:00Z", zone));
    }

    [Fact]
    public void Time_InAnUnsupportedZone_AsksForTheZone()
    {
        var text = "Time (EST),open,high,low,close,volume\n2023-12-31 19:00:00,1,2,1,2,3\n";

        setup.GetRefusalMessage("BTC_KRW_1h.csv", text).ShouldContain("column 'Time (EST)' mentions EST");
        using var plan = setup.Read("BTC_KRW_1h.csv", text, new ImportOptions(Zone: "-05:00"));
        ImportSetup.FormatTime(plan.FirstUtc).ShouldBe("2024-01-01T00:00:00Z");
    }

    [Fact]
    public void FirstLine_ThatNamesAZone_SetsTheZone()
    {
        using var plan = setup.Read(
            "Coinbase_BTCKRW_1h.csv",
            "Timestamps are UTC timezone,https://www.CryptoDataDownload.com\nDate,Symbol,Open,High,Low,Close,Volume BTC,Volume KRW\n2024-01-01 01-AM,BTCKRW,105,120,100,110,3.5,380\n2024-01-01 12-AM,BTCKRW,100,110,90,105,2.5,250\n"
        );

        (ImportSetup.FormatTime(plan.FirstUtc), plan.Zone).ShouldBe(("2024-01-01T00:00:00Z", "the file says UTC"));
    }

    [Fact]
    public void CloseTimes_BesideOpenTimes_AreIgnoredWithAWarning()
    {
        var text =
            "timestamp,start,open,high,low,close,volume\n"
            + string.Concat(
                Enumerable
                    .Range(0, 3)
                    .Select(i =>
                        $"{ImportSetup.FirstHourSeconds + (3_600 * (i + 1))},{ImportSetup.FirstHourSeconds + (3_600 * i)},1,2,1,2,3\n"
                    )
            );

        using var plan = setup.Read("BTC_KRW_1h.csv", text);

        plan.Rows.Times[0].ShouldBe(ImportSetup.FirstHourSeconds * 1_000_000);
        plan.Warnings.ShouldHaveSingleItem().ShouldBe("the times are those of 'start'; 'timestamp' is a bar later, when the bar closes");
    }

    [Fact]
    public void Epoch_BesideADateOfAnotherZone_IsUsedForTheTimes()
    {
        // India is UTC+05:30.
        using var indian = setup.Read(
            "BTC_KRW_30m.csv",
            "unix,date,open,high,low,close,volume\n1704067200,2024-01-01 05:30:00,1,2,1,2,3\n1704069000,2024-01-01 06:00:00,1,2,1,2,3\n"
        );
        using var unreadableDate = setup.Read(
            "BTC_KRW_1h.csv",
            "date,unix,open,high,low,close,volume\n31/01/2024 23:00,1706742000,1,2,1,2,3\n01/02/2024 00:00,1706745600,1,2,1,2,3\n"
        );

        indian.Rows.Times[0].ShouldBe(ImportSetup.FirstHourSeconds * 1_000_000);
        indian.Warnings.ShouldHaveSingleItem().ShouldBe("the times are those of 'unix'; 'date' read as KST would be +3.5 hours away");
        unreadableDate.Rows.Times[0].ShouldBe(1_706_742_000_000_000);
        setup
            .GetRefusalMessage(
                "BTC_KRW_1h.csv",
                "unix,date,open,high,low,close,volume\n1704070800,2024-01-01 09:00:00,1,2,1,2,3\n1704074400,2024-01-01 10:00:00,1,2,1,2,3\n"
            )
            .ShouldContain("'unix' lies a bar after 'date' read as KST");
    }

    [Theory]
    [InlineData("BTC_KRW_1h.csv", null)]
    [InlineData("BTC_KRW.csv", "1H")]
    public void Days_DeclaredAsHours_AreRefused(string name, string? timeframe)
    {
        var options = new ImportOptions(Timeframe: timeframe is null ? null : Timeframe.Parse(timeframe));
        // Ten days, with a gap of three days after the sixth.
        var days = string.Concat(
            Enumerable.Range(0, 10).Select(i => $"2024-01-{1 + i + (i > 5 ? 3 : 0):00} 09:00,{ImportSetup.PricesAndVolume(i)}\n")
        );

        setup
            .GetRefusalMessage(name, ImportSetup.Header + days, options)
            .ShouldContain("most rows are 1D apart and none closer, which is longer than 1H");
    }

    [Fact]
    public void Rows_FarApartExceptForTwo_HaveTheDeclaredTimeframe()
    {
        // The rows are three hours apart, except for the last two, which are one hour apart.
        var rows = string.Concat(
            Enumerable.Range(0, 12).Select(i => $"{ImportSetup.Timestamp(3 * i - (i == 11 ? 2 : 0))},{ImportSetup.PricesAndVolume(i)}\n")
        );

        using var plan = setup.Read("BTC_KRW_1h.csv", ImportSetup.Header + rows);

        (plan.Timeframe, plan.Rows.Count).ShouldBe((Timeframe.OneHour, 12));
        plan.Warnings.ShouldHaveSingleItem().ShouldContain("most rows are 03:00:00 apart");
    }

    [Theory]
    [InlineData("20240101,0|20240101,100|20240101,200")]
    [InlineData("20240101,0900|20240101,90100")]
    public void TimesOfTheDay_WithoutLeadingZeros_AreRefused(string times)
    {
        var rows = times.Split('|').Select((time, i) => $"{time},{ImportSetup.PricesAndVolume(i)}\n");

        Should.Throw<LakeException>(() =>
            setup.Read("BTC_KRW_1m.csv", "date,time,open,high,low,close,volume\n" + string.Concat(rows)).Dispose()
        );
    }

    [Fact]
    public void Months_WithoutADay_BeginOnTheFirst()
    {
        using var plan = setup.Read(
            "BTC_KRW_1mo.csv",
            ImportSetup.Header + "2024-01,1,2,1,2,3\n2024-02,2,3,2,3,4\n",
            new ImportOptions(Zone: "UTC")
        );

        plan.Rows.Times.ToArray()
            .ShouldBe([ImportSetup.FirstHourSeconds * 1_000_000, (ImportSetup.FirstHourSeconds + (31 * 86_400)) * 1_000_000]);
    }
}
