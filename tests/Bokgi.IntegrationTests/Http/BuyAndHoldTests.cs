using System.Net;
using System.Text.Json;
using Bokgi.Host.Candles;
using Bokgi.IntegrationTests.CommandLine;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>
/// A run stores the prices of its buy-and-hold curve. Runs of earlier versions lack these prices. Their curve is computed from the candles
/// that are in the lake now, and answers contain a note about it.
/// </summary>
public sealed class BuyAndHoldTests : IDisposable
{
    private const string EnglishNote = "buy-and-hold is computed from today's candles";

    private static readonly string[] Routes =
    [
        "{run}/equity?points=0",
        "{run}/equity?points=0&symbol=ETH_KRW",
        "{run}/equity?points=50",
        "{run}/equity?format=csv",
    ];

    private readonly DamagedRunFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void BuyAndHold_CandlesUnchanged_IsTheSameFromTheRunAndFromTheLake()
    {
        var stored = Routes.Select(fixture.Get).ToArray();
        var storedReport = fixture.Get("{run}/report").Text;
        stored.ShouldAllBe(answer => answer.Status == 200 && !answer.Headers.ContainsKey(CandleWarnings.Header));
        storedReport.ShouldNotContain(EnglishNote);

        TurnIntoRunOfEarlierVersion();

        var computed = Routes.Select(fixture.Get).ToArray();
        computed.Select(answer => answer.Text).ShouldBe(stored.Select(answer => answer.Text));
        computed.ShouldAllBe(answer => answer.Headers[CandleWarnings.Header].Contains(EnglishNote));
        var computedReport = fixture.Get("{run}/report").Text;
        computedReport.ShouldContain(WebUtility.HtmlEncode(EnglishNote));
        Lines(computedReport).Except(Lines(storedReport)).ShouldHaveSingleItem().ShouldContain("class=\"note\"");
        fixture.Get("{run}/report?lang=ko").Text.ShouldContain("단순 보유는 지금 저장된 캔들로 계산했습니다");
        Export().ErrorLines.ShouldHaveSingleItem().ShouldContain(EnglishNote);
    }

    [Fact]
    public void BuyAndHold_CandlesChanged_StaysAsStoredWithTheRun()
    {
        var (equity, report) = (fixture.Get("{run}/equity?points=0").Text, fixture.Get("{run}/report").Text);
        foreach (var symbol in (string[])["BTC_KRW", "ETH_KRW"])
            SampleLake.WriteHours(fixture.Server.DataRoot, symbol, 400, (i, candle) => candle with { Close = candle.Close - (i / 400.0) });

        fixture.Get("{run}/chart?symbol=BTC_KRW")["is_unchanged"].GetBoolean().ShouldBeFalse();
        fixture.Get("{run}/equity?points=0").Text.ShouldBe(equity);
        fixture.Get("{run}/report").Text.ShouldBe(report);
        Export().ErrorLines.ShouldBeEmpty();

        TurnIntoRunOfEarlierVersion();
        BuyAndHoldOf(fixture.Get("{run}/equity?points=0").Text).ShouldNotBe(BuyAndHoldOf(equity));
        fixture.Get("{run}/report").Text.ShouldNotBe(report);
    }

    [Fact]
    public void BuyAndHold_CandlesDeleted_RemainsUnlessTheRunIsOfAnEarlierVersion()
    {
        var report = fixture.Get("{run}/report").Text;
        Directory.Delete(fixture.Server.DataRoot, recursive: true);

        fixture.Get("{run}/report").Text.ShouldBe(report);

        TurnIntoRunOfEarlierVersion();
        var page = new ReportPageReader(fixture.Get("{run}/report").Text);
        page.ElementsOfClass("held").ShouldBeEmpty(); // the line of buy-and-hold
        page.ElementsOfClass("strategy").Count().ShouldBe(1);
        page.Text.ShouldContain("buy-and-hold is not drawn");
        var equity = fixture.Get("{run}/equity");
        equity["buy_and_hold"].ValueKind.ShouldBe(JsonValueKind.Null);
        equity.Headers.ContainsKey(CandleWarnings.Header).ShouldBeFalse();
        fixture.Get("{run}/equity?format=csv").Text.ShouldStartWith("timestamp,equity,drawdown\n");
    }

    private BokgiResult Export() =>
        BokgiProcess.RunWithEnvironment(
            new Dictionary<string, string> { ["DATA_ROOT"] = fixture.Server.DataRoot, ["STATE_ROOT"] = fixture.Server.StateRoot },
            "export",
            fixture.RunId,
            "equity"
        );

    private static string BuyAndHoldOf(string equity) => JsonDocument.Parse(equity).RootElement.GetProperty("buy_and_hold").GetRawText();

    private static string[] Lines(string page) => page.Split('\n');

    // A run of an earlier version has neither the buy-and-hold columns nor hashes of its files.
    private void TurnIntoRunOfEarlierVersion()
    {
        fixture.TurnIntoRunOfEarlierVersion(columnsOfEquity: ["symbol", "timestamp", "equity"]);
        fixture.RemoveHashes();
    }
}
