using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>What files reveal about their time zone, and what happens if that is ambiguous.</summary>
public sealed class ImportZoneTests : IDisposable
{
    private const string Header = "timestamp,open,high,low,close,volume\n";
    private const string Rows = "2024-01-01 09:00,100,110,95,105,7\n2024-01-01 10:00,105,112,101,108,8\n";

    private readonly ImportSetup setup = new();

    public void Dispose() => setup.Dispose();

    [Theory]
    [InlineData("# Timezone: UTC+9", "2024-01-01T00:00:00Z")]
    [InlineData("# UTC+09:00", "2024-01-01T00:00:00Z")]
    [InlineData("# UTC-05:00", "2024-01-01T14:00:00Z")]
    [InlineData("# all times GMT", "2024-01-01T09:00:00Z")]
    [InlineData("# times in UTC", "2024-01-01T09:00:00Z")]
    [InlineData("# Asia/Seoul", "2024-01-01T00:00:00Z")]
    [InlineData("# 한국 시간", "2024-01-01T00:00:00Z")]
    [InlineData("https://example.com/utc/btc", "2024-01-01T00:00:00Z")] // utc in a URL names no zone
    [InlineData("Timestamps are UTC timezone,https://www.CryptoDataDownload.com", "2024-01-01T09:00:00Z")]
    public void Comment_ThatNamesOneZone_SetsTheZone(string comment, string expectedFirst)
    {
        using var plan = setup.Read("BTC_USDT-1h.csv", $"{comment}\n{Header}{Rows}");

        ImportSetup.FormatTime(plan.FirstUtc).ShouldBe(expectedFirst);
    }

    [Theory]
    [InlineData("# exported 2024-06-01 12:00 UTC, candle times in Korean time", "UTC")]
    [InlineData("# times are local (Asia/Seoul), not UTC", "KST")]
    [InlineData("# converted from KST to UTC", "KST")]
    [InlineData("# Timezone: America/New_York", "America/New_York")]
    public void Comment_ThatNamesNoSingleFixedZone_AsksForTheZone(string comment, string mentionedZone)
    {
        setup.GetRefusalMessage("BTC_USDT-1h.csv", $"{comment}\n{Header}{Rows}").ShouldContain(mentionedZone);

        using var plan = setup.Read("BTC_USDT-1h.csv", $"{comment}\n{Header}{Rows}", new ImportOptions(Zone: "+9"));
        ImportSetup.FormatTime(plan.FirstUtc).ShouldBe("2024-01-01T00:00:00Z");
    }

    [Theory]
    [InlineData("Time (-05:00)", "2024-01-01T14:00:00Z")]
    [InlineData("Time (UTC\u22125)", "2024-01-01T14:00:00Z")]
    [InlineData("Time (Asia/Shanghai)", "2024-01-01T01:00:00Z")]
    [InlineData("일시(협정세계시)", "2024-01-01T09:00:00Z")]
    [InlineData("일시(KST 기준)", "2024-01-01T00:00:00Z")]
    [InlineData("Date (YYYY-MM-DD HH:mm)", "2024-01-01T00:00:00Z")] // names a format and no zone
    public void Column_ThatNamesItsZone_SetsTheZone(string name, string expectedFirst)
    {
        using var plan = setup.Read("BTC_USDT-1h.csv", Header.Replace("timestamp", name, StringComparison.Ordinal) + Rows);

        ImportSetup.FormatTime(plan.FirstUtc).ShouldBe(expectedFirst);
    }

    [Theory]
    [InlineData("Time (America/New_York)")]
    [InlineData("Time (Europe/Berlin)")]
    [InlineData("Time (New York)")]
    [InlineData("Time (EST)")]
    [InlineData("일시(미국 동부)")]
    [InlineData("시간(북경)")]
    public void Column_ThatNamesAnUnknownZone_AsksForTheZone(string name) =>
        setup
            .GetRefusalMessage("BTC_USDT-1h.csv", Header.Replace("timestamp", name, StringComparison.Ordinal) + Rows)
            .ShouldContain("which is not a single zone with a fixed offset; specify --zone");

    [Fact]
    public void ColumnOfZones_KnownOrUnknown_SetsOrAsksForTheZone()
    {
        const string text =
            "timestamp,tz,open,high,low,close,volume\n2024-01-01 09:00,ZONE,100,110,95,105,7\n2024-01-01 10:00,ZONE,105,112,101,108,8\n";

        using var plan = setup.Read("BTC_USDT-1h.csv", text.Replace("ZONE", "UTC", StringComparison.Ordinal));

        ImportSetup.FormatTime(plan.FirstUtc).ShouldBe("2024-01-01T09:00:00Z");
        setup
            .GetRefusalMessage("BTC_USDT-1h.csv", text.Replace("ZONE", "America/New_York", StringComparison.Ordinal))
            .ShouldContain("America/New_York");
    }

    [Theory]
    [InlineData("UTC", "2024-01-01T00:00:00Z")]
    [InlineData("Asia/Seoul", "2023-12-31T15:00:00Z")]
    public void Json_ThatNamesItsZone_SetsTheZone(string zone, string expectedFirst)
    {
        var text =
            $$"""{"meta":{"symbol":"BTC/USD","exchange_timezone":"{{zone}}"},"values":[{"datetime":"2024-01-01 00:00:00","open":"1","high":"2","low":"1","close":"2","volume":"3"}]}""";

        using var plan = setup.Read("BTC_USD_1h.json", text);

        ImportSetup.FormatTime(plan.FirstUtc).ShouldBe(expectedFirst);
    }

    [Theory]
    [InlineData("datetime,date_utc", "2023-12-31 19:00,2024-01-01 00:00")]
    [InlineData("datetime,datetime_utc", "2024-01-01 02:00,2024-01-01 00:00")]
    [InlineData("time,date", "2024-01-01 02:00,2024-01-01T00:00:00Z")]
    public void TimeWithoutAZone_BesideATimeWithAZone_IsNotUsed(string names, string times)
    {
        using var plan = setup.Read("BTC_USDT-1h.csv", $"{names},open,high,low,close,volume\n{times},1,2,1,2,3\n");

        ImportSetup.FormatTime(plan.FirstUtc).ShouldBe("2024-01-01T00:00:00Z");
    }

    [Fact]
    public void DigitTimes_SomeDatesAndSomeEpochs_AreRefused()
    {
        // The times have years of two digits (yyMMddHHmmss). Read as yyyyMMddHHmm, 240101010000 is 2401-01-01 00:00, but 240101000000 has
        // day 0, so it can only be an epoch.
        var rows = string.Concat(Enumerable.Range(0, 48).Select(i => $"2401{1 + (i / 24):00}{i % 24:00}0000,1,2,1,2,3\n"));

        setup
            .GetRefusalMessage("BTC_USDT-1h.csv", Header + rows)
            .ShouldContain("some of its times look like dates in digits and others like epochs");
    }

    [Fact]
    public void Bars_InTheFuture_AreRefused()
    {
        var rows = string.Concat(Enumerable.Range(0, 24).Select(i => $"2401-01-01 {i:00}:00,1,2,1,2,3\n"));

        setup
            .GetRefusalMessage("BTC_USDT-1h.csv", Header + rows)
            .ShouldContain("24 of 24 bars lie in the future, the last at 2401-01-01T14:00:00Z");
    }

    [Theory]
    [InlineData("+9", 9)]
    [InlineData("-05", -5)]
    [InlineData("utc+9", 9)]
    public void ZoneOption_Abbreviated_IsUnderstood(string zone, int hours) =>
        SourceZone.Parse(zone).OffsetMicroseconds.ShouldBe(hours * UnixTime.MicrosecondsPerHour);
}
