using System.Text.Json;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

/// <summary>The warnings of a run about candles that make its figures doubtful.</summary>
public sealed class CandleWarningTests : IDisposable
{
    private readonly TemporaryFolder lake = new();

    public void Dispose() => lake.Dispose();

    [Fact]
    public void Backtest_OverARedenomination_WarnsAboutTheJump()
    {
        BokgiProcess.RunSuccessfully(
            "import",
            SharedData.Require("import-cases", "16-redenomination", "RDN_KRW_1h.csv"),
            "--data-root",
            lake.Path
        );
        string[] parameters =
        [
            "--param=vol_ma_window=1",
            "--param=vol_multiplier=1",
            "--param=body_pct=0.005",
            "--param=upper_wick_ratio=100",
            "--param=lower_wick_ratio=100",
            "--param=hold_period_bars=3",
        ];

        var run = Run("RDN_KRW", [.. parameters, "--json"]).Json;
        var table = Run("RDN_KRW", parameters);
        var inKorean = BokgiProcess.RunWithEnvironment([new("LC_ALL", "ko_KR.UTF-8")], Arguments("RDN_KRW", parameters));
        var withHigherJumpLimit = BokgiProcess.RunWithEnvironment(
            [new("QUALITY_JUMP", "1000")],
            Arguments("RDN_KRW", [.. parameters, "--json"])
        );

        var warning = Warnings(run).ShouldHaveSingleItem();
        warning.ShouldBe(
            "RDN_KRW: a price jump of +99,900.0 % at 2024-03-01T04:00:00Z; if the cause is a redenomination or a wrong candle, the figures are meaningless: import corrected candles, or choose a range without it"
        );
        JsonSerializer
            .Serialize(run.GetProperty("quality").GetProperty("RDN_KRW"))
            .ShouldBe(
                """{"rows":7,"duplicates":0,"out_of_order":0,"invalid":0,"expected_bars":7,"unknown_bars":0,"off_grid_bars":0,"price_jumps":1,"largest_jump":{"timestamp":"2024-03-01T04:00:00Z","change":999}}"""
            );
        table.Error.ShouldContain($"warning: {warning}");
        inKorean.Error.ShouldContain("주의: RDN_KRW: 종가 급변이 1건 있고, 가장 큰 것은 2024-03-01T04:00:00Z의 +99,900.0 %입니다");
        Warnings(withHigherJumpLimit.Json).ShouldBeEmpty();
    }

    [Fact]
    public void Backtest_UnexplainedGaps_WarnsBelow99PercentCoverage()
    {
        // Three of 200 hours are missing in both series. The collection record of ETH_KRW explains one of them: it covers hour 120, so the
        // exchange has no candle of that hour. The two unexplained bars of ETH_KRW are exactly 1 %, which gives no warning.
        WriteHours("BTC_KRW", [.. Enumerable.Range(0, 200).Except([50, 51, 120])]);
        WriteHours("ETH_KRW", [.. Enumerable.Range(0, 200).Except([50, 51, 120])]);
        RecordCollected("ETH_KRW", 119, 121);

        var warnings = Warnings(Run("BTC_KRW,ETH_KRW", "--json").Json);

        warnings
            .ShouldHaveSingleItem()
            .ShouldStartWith("BTC_KRW: 3 of 200 expected bars are missing for an unknown reason (coverage 98.50 %); ");
    }

    [Fact]
    public void Backtest_ManyInvalidBars_Warns()
    {
        WriteHours("BTC_KRW", [.. Enumerable.Range(0, 100)], invalidCount: 6);
        WriteHours("ETH_KRW", [.. Enumerable.Range(0, 100)], invalidCount: 5);

        Warnings(Run("BTC_KRW,ETH_KRW", "--json").Json)
            .ShouldBe([
                "BTC_KRW: 0 duplicate, 0 out-of-order and 6 invalid rows were corrected or left out",
                "ETH_KRW: 0 duplicate, 0 out-of-order and 5 invalid rows were corrected or left out",
                "BTC_KRW: 6 of 100 bars (6.0 %) are invalid and were left out; the quality report of its 1H candles gives the reasons; import corrected ones",
            ]);
    }

    [Fact]
    public void Backtest_AllCandlesInvalid_SaysInvalidRatherThanMissing()
    {
        WriteHours("BTC_KRW", [.. Enumerable.Range(0, 6)], invalidCount: 6);
        WriteHours("ETH_KRW", [.. Enumerable.Range(0, 6)]);

        var alone = BokgiProcess.Run(Arguments("BTC_KRW", ["--start=2023-12-01", "--end=2024-12-31"]));
        var withOthers = Run("BTC_KRW,ETH_KRW,ADA_KRW", "--json").Json;

        alone.ExitCode.ShouldBe(1);
        alone.Error.ShouldContain(
            "all candles at 1H that lie in 2023-12-01 to 2024-12-31 are invalid: 6 of BTC_KRW (outside_high_low); see the quality report"
        );
        alone.Error.ShouldNotContain("no candle");
        JsonSerializer
            .Serialize(withOthers.GetProperty("left_out"))
            .ShouldBe(
                """[{"symbol":"BTC_KRW","invalid":6,"reasons":["outside_high_low"]},{"symbol":"ADA_KRW","invalid":0,"reasons":[]}]"""
            );
        Warnings(withOthers)
            .ShouldBe([
                "BTC_KRW was left out: all 6 candles in the range are invalid (outside_high_low); the cash was shared by the others; import corrected candles",
                "ADA_KRW has no candle in the range and was left out; the cash was shared by the others",
            ]);
    }

    private static IEnumerable<string?> Warnings(JsonElement run) =>
        run.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString());

    private BokgiResult Run(string symbols, params string[] options) => BokgiProcess.RunSuccessfully(Arguments(symbols, options));

    private string[] Arguments(string symbols, string[] options) =>
        ["backtest", "--data-root", lake.Path, "--strategy=volume_long_candle", "--timeframe=1H", $"--symbols={symbols}", .. options];

    // The bars of the first `invalidCount` hours are invalid: their high is below their open.
    private void WriteHours(string symbol, int[] hours, int invalidCount = 0)
    {
        using var rows = new CandleColumns();
        foreach (var hour in hours)
            rows.Add(new Candle(TimeOf(hour), 100, High: hour < invalidCount ? 99 : 101, 99, 100, 10));
        new CandleLake(lake.Path).Write(Symbol.Parse(symbol), Timeframe.OneHour, rows, cancel: TestContext.Current.CancellationToken);
    }

    private void RecordCollected(string symbol, int fromHour, int toHour) =>
        new CandleLake(lake.Path).UpdateCollectionRecord(
            Symbol.Parse(symbol),
            Timeframe.OneHour,
            _ => CollectionRecord.Empty("upbit").WithCovered(new TimeRange(TimeOf(fromHour), TimeOf(toHour))),
            TestContext.Current.CancellationToken
        );

    private static long TimeOf(int hour) => UnixTime.FromDateTime(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(hour));
}
