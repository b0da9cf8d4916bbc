using System.Text.Json;
using Bokgi.IntegrationTests.CommandLine;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>Runs with an exchange's costs: requested, reported, stored and rerun.</summary>
public sealed class CostsTests : IDisposable
{
    private const string RequestFields =
        """ "strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-12-31","timeframe":"1H" """;

    private readonly HttpServer server = new();

    public CostsTests() => SampleLake.WriteHours(server.DataRoot, "BTC_KRW", 60);

    public void Dispose() => server.Dispose();

    [Fact]
    public void Run_WithExchangeCosts_FillsOnPriceStepsAndPaysTheFeeOfTheDay()
    {
        var run = server.RunBacktest($$"""{{{RequestFields}},"costs":"upbit"}""");

        (run["costs"].GetString(), run["fee_rate"].GetDouble(), run["slippage_rate"].GetDouble()).ShouldBe(("upbit", 0.0005, 0.0002));
        var trade = server.Get($"{Path(run)}/trades")["items"][0];
        // The signal of bar 9 buys at the open of bar 10 (1,030) and sells at the open of bar 11 (1,033). With slippage and the tick size
        // of that day, 5 won, these become 1,035 and 1,030.
        (trade.GetProperty("entry_price").GetDouble(), trade.GetProperty("exit_price").GetDouble()).ShouldBe((1_035, 1_030));
        // The cash buys 10,000,000 / (1,035 × 1.0005), fee included, rounded down to the quantity step of 0.00000001.
        trade.GetProperty("quantity").GetDouble().ShouldBe(9_657.00724516);
        trade.GetProperty("fees").GetDouble().ShouldBe(9_657.00724516 * (1_035 + 1_030) * 0.0005, 1e-6);
    }

    [Fact]
    public void Run_WithoutCosts_UsesTheDefaults()
    {
        var run = server.RunBacktest($$"""{{{RequestFields}}}""");

        run["costs"].ValueKind.ShouldBe(JsonValueKind.Null);
        run["fee_rate"].GetDouble().ShouldBe(0.001);
        run["totals", "too_small"].GetInt32().ShouldBe(0);
        server.Get($"{Path(run)}/trades")["items"][0].GetProperty("entry_price").GetDouble().ShouldBe(1_030 * 1.0002);
    }

    [Fact]
    public void Run_FeeGivenWithCosts_OverridesTheirFee()
    {
        var run = server.RunBacktest($$"""{{{RequestFields}},"costs":"upbit","fee_rate":0}""");

        (run["fee_rate"].GetDouble(), run["totals", "fees_paid"].GetDouble()).ShouldBe((0, 0));
        server.Get($"{Path(run)}/trades")["items"][0].GetProperty("entry_price").GetDouble().ShouldBe(1_035);
    }

    [Fact]
    public void Run_FromTheCommandLineAndRerun_HasTheSameFigures()
    {
        var run = server.RunBacktest($$"""{{{RequestFields}},"costs":"upbit"}""");

        var fromCommandLine = RunBokgi(
            "backtest",
            "--symbols=BTC_KRW",
            "--strategy=volume_long_candle",
            "--timeframe=1H",
            "--start=2024-01-01",
            "--end=2024-12-31",
            "--costs=upbit",
            "--json"
        ).Json;
        var rerun = RunBokgi("rerun", run["run_id"].GetString()!, "--json");

        fromCommandLine.GetProperty("costs").GetString().ShouldBe("upbit");
        JsonElement.DeepEquals(fromCommandLine.GetProperty("totals"), run["totals"]).ShouldBeTrue();
        rerun.ExitCode.ShouldBe(0, rerun.Error);
        var table = RunBokgi("backtest", "--symbols=BTC_KRW", "--strategy=volume_long_candle", "--timeframe=1H", "--costs=upbit");
        table.Out.ShouldContain("fee 0.05 % (upbit)");
    }

    [Fact]
    public void Entries_BelowTheMinimumOrder_AreCountedExplainedAndReported()
    {
        var run = server.RunBacktest($$"""{{{RequestFields}},"costs":"upbit","sizing":{"kind":"quote_amount","value":5000} }""");

        (run["totals", "trades"].GetInt32(), run["totals", "too_small"].GetInt32(), run["totals", "unfilled"].GetInt32()).ShouldBe(
            (0, 5, 1)
        );
        var bars = server.Get($"{Path(run)}/explain?limit=1000")["bars"].EnumerateArray();
        bars.Select(bar => bar.GetProperty("signal"))
            .Where(signal => signal.ValueKind != JsonValueKind.Null)
            .Select(signal => signal.GetProperty("outcome").GetString())
            .ShouldBe(["too_small", "too_small", "too_small", "too_small", "too_small", "no_next_bar"]);
        server.Get($"{Path(run)}/report?lang=en").Text.ShouldContain("5 entries were skipped");
        server
            .Get($"{Path(run)}/report?lang=en")
            .Text.ShouldContain(
                "fee 0.05%, slippage 0.02%, on each leg, the rules of upbit (price steps by date, quantity step, minimum order)"
            );
        RunBokgi("explain", run["run_id"].GetString()!, "--at=2024-01-01T09:00Z").Out.ShouldContain("below the exchange's minimum order");
    }

    [Fact]
    public void Comparison_WithAndWithoutCosts_ShowsThemAndWarns()
    {
        var (withCosts, withoutCosts) = (
            server.RunBacktest($$"""{{{RequestFields}},"costs":"upbit","fee_rate":0.001}"""),
            server.RunBacktest($$"""{{{RequestFields}}}""")
        );

        var comparison = server.Get($"/api/backtests/compare?ids={withCosts["run_id"].GetString()},{withoutCosts["run_id"].GetString()}");

        comparison.Status.ShouldBe(200, comparison.Text);
        comparison["settings"][0].GetRawText().ShouldBe("""{"name":"costs","symbol":null,"values":["upbit",null]}""");
        comparison["warnings"][0].GetProperty("message").GetProperty("en").GetString().ShouldBe("exchange costs, fees or slippage differ");
    }

    [Theory]
    [InlineData("\"binance\"", "costs cannot be 'binance'; give upbit, or none for the standard fee without price steps")]
    [InlineData("\"\"", "costs cannot be ''; give upbit")]
    [InlineData("1", "costs cannot be 1; give a string")]
    public void Run_UnknownCosts_AreRefusedNamingTheKnownOnes(string costs, string detail) =>
        server
            .Send(HttpMethod.Post, "/api/backtests/run", $$"""{{{RequestFields}},"costs":{{costs}}}""")
            .ShouldBeProblem(422, detail, "costs");

    [Fact]
    public void Run_CostsThatDoNotCoverAMarket_AreRefusedNamingIt() =>
        server
            .Send(
                HttpMethod.Post,
                "/api/backtests/run",
                $$"""{{{RequestFields.Replace("BTC_KRW", "ETH_BTC", StringComparison.Ordinal)}},"costs":"upbit"}"""
            )
            .ShouldBeProblem(
                422,
                "costs 'upbit' cover only markets in KRW, but ETH_BTC is priced in BTC; leave costs out and give fee_rate",
                "costs"
            );

    private static string Path(HttpAnswer run) => $"/api/backtests/{run["run_id"].GetString()}";

    private BokgiResult RunBokgi(params string[] arguments) =>
        BokgiProcess.RunWithEnvironment(
            new Dictionary<string, string> { ["DATA_ROOT"] = server.DataRoot, ["STATE_ROOT"] = server.StateRoot },
            arguments
        );
}
