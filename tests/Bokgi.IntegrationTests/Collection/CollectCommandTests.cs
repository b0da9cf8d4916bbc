using System.Text.Json;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Collection;

/// <summary><c>bokgi collect</c> and <c>bokgi markets</c> against the fake exchange.</summary>
public sealed class CollectCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeUpbit fake = new();

    private Dictionary<string, string> Settings =>
        new(fake.Settings) { ["DATA_ROOT"] = folder.PathOf("data"), ["STATE_ROOT"] = folder.PathOf("state") };

    public void Dispose()
    {
        fake.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Collect_OneMonthAndThenEverything_StoresTheExchangesCandlesAndReportsCounts()
    {
        var first = Collect("--symbols", "KRW-BTC", "--start", "2024-01-01", "--end", "2024-01-31", "--json");
        first.ExitCode.ShouldBe(0, first.Error);
        var series = JsonElement.Parse(first.Out).GetProperty("series")[0];
        series.GetProperty("added").GetInt32().ShouldBe(31);
        series.GetProperty("newest").GetString().ShouldBe("2024-01-31T00:00:00Z");

        var rest = Collect("--symbols", "*", "--json");

        // The collection ends at the exchange's time, the morning of 2025-10-04, although this machine's clock is ahead of it.
        rest.ExitCode.ShouldBe(0, rest.Error);
        var range = new TimeRange(ParseTime("2024-01-01T00:00Z"), ParseTime("2025-10-04T00:00Z"));
        var stored = FakeUpbit.StoredCandles(new CandleLake(folder.PathOf("data")), "BTC_KRW", Timeframe.OneDay, TimeRange.All);
        stored.ShouldBe(FakeUpbit.ExpectedCandles("BTC_KRW", Timeframe.OneDay, range));
        JsonElement.Parse(rest.Out).GetProperty("series")[0].GetProperty("unchanged").GetInt32().ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public void Collect_Interrupted_StopsAndKeepsWhatItFetched()
    {
        using var bokgi = WatchedProcess.StartBokgi(
            Settings,
            "collect",
            "--symbols",
            "BTC_KRW",
            "--timeframes",
            "1M",
            "--start",
            "2025-09-01",
            "--end",
            "2025-09-30"
        );
        bokgi.WaitUntil(() => RequestCount() >= 5, "some pages");

        bokgi.Signal("INT");
        var code = bokgi.WaitForEnd();

        code.ShouldBe(2, bokgi.AllOutput());
        bokgi.Errors.ShouldBe(["stopped"]);
        // Newest candles come first, so what is stored reaches to the end of the range, the end of that day in Korea.
        var stored = FakeUpbit.StoredCandles(new CandleLake(folder.PathOf("data")), "BTC_KRW", Timeframe.OneMinute, TimeRange.All);
        stored.Length.ShouldBeGreaterThan(500);
        stored.ShouldBe(
            FakeUpbit.ExpectedCandles("BTC_KRW", Timeframe.OneMinute, new TimeRange(stored[0].TimeUtc, ParseTime("2025-09-30T15:00Z")))
        );
    }

    [Fact]
    public void Collect_UnknownMarketAmongOthers_ReportsItAndCollectsTheOthers()
    {
        var result = Collect("--symbols", "NOSUCH_KRW,BTC_KRW", "--start", "2024-01-01", "--end", "2024-01-03");

        result.ExitCode.ShouldBe(1);
        result.Out.ShouldContain("NOSUCH");
        new CandleLake(folder.PathOf("data")).Outline(Symbol.Parse("BTC_KRW"), Timeframe.OneDay, TimeRange.All).Rows.ShouldBe(3);
        Directory.Exists(folder.PathOf("data", "NOSUCH_KRW")).ShouldBeFalse();
    }

    [Fact]
    public void CollectAndMarkets_ExchangeUnavailable_ReportTheOutageAndShowStoredMarkets()
    {
        var before = Markets("--json");
        for (var attempt = 1; before.ExitCode != 0 && attempt < 20; attempt++)
            before = Markets("--json"); // on a busy machine, the fake exchange may exceed the command's time limit of 3 s
        before.ExitCode.ShouldBe(0, before.Error);
        JsonElement.Parse(before.Out).GetProperty("total_count").GetInt32().ShouldBe(5);
        fake.Kill();

        var collect = BokgiProcess.RunWithEnvironment(Settings, "collect", "--symbols", "BTC_KRW", "--days", "3");
        collect.ExitCode.ShouldBe(2);
        collect.Error.ShouldStartWith("failed: upbit has not answered since 20"); // the beginning of a year
        var stale = BokgiProcess.RunWithEnvironment(Settings, "markets");

        stale.ExitCode.ShouldBe(0, stale.Error);
        stale.Out.ShouldContain("BTC_KRW");
        stale.Error.ShouldContain("the exchange does not answer (since 20");
        BokgiProcess
            .RunWithEnvironment(Settings, "quality", "--symbols", "BTC_KRW")
            .ExitCode.ShouldBe(1, "there are no candles, and the exchange is not needed");
    }

    private static long ParseTime(string text) =>
        KoreanTime.TryParse(text, out var time, out var error) ? time : throw new FormatException(error);

    private int RequestCount() => fake.GetStatistics().GetProperty("requests").EnumerateObject().Sum(group => group.Value.GetInt32());

    private BokgiResult Collect(params string[] arguments) => BokgiProcess.RunWithEnvironment(Settings, ["collect", .. arguments]);

    private BokgiResult Markets(params string[] arguments) => BokgiProcess.RunWithEnvironment(Settings, ["markets", .. arguments]);
}
