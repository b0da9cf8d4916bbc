using System.Text.Json;
using Bokgi.FakeExchange.Faults;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.FakeExchange;

public sealed class RequestFaultTests
{
    private const string CandlesPath = "/v1/candles/minutes/1?market=KRW-BTC&count=5&to=2025-10-01T12:00:00Z";
    private const string HalfAMinutePastNoon = "2025-10-01T12:00:30Z";

    [Fact]
    public async Task Fault429_WithAndWithoutRetryAfter_EachRefusesOneRequest()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(HalfAMinutePastNoon, faults: "429=once,429-bare=once");

        using var first = await exchange.GetAsync(CandlesPath);
        using var second = await exchange.GetAsync(CandlesPath);
        using var third = await exchange.GetAsync(CandlesPath);

        ((int)first.StatusCode).ShouldBe(429);
        first.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        ((int)second.StatusCode).ShouldBe(429);
        second.Headers.RetryAfter.ShouldBeNull();
        ((int)third.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task Fault418_InjectedOnce_AlsoRefusesTheNextRequest()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(HalfAMinutePastNoon, faults: "418=once");

        using var first = await exchange.GetAsync(CandlesPath);
        using var second = await exchange.GetAsync("/v1/market/all");

        ((int)first.StatusCode).ShouldBe(418);
        first.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
        ((int)second.StatusCode).ShouldBe(418);
    }

    [Fact]
    public async Task Fault5xx_InjectedOnce_ReturnsAnHtmlPage()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(HalfAMinutePastNoon, faults: "5xx=once");

        var (status, text) = await exchange.GetTextAsync(CandlesPath);

        status.ShouldBeInRange(500, 504);
        text.ShouldStartWith("<html>");
    }

    [Fact]
    public async Task CutFault_InjectedOnce_EndsTheBodyEarly()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(HalfAMinutePastNoon, faults: "cut=once");

        await Should.ThrowAsync<HttpRequestException>(() => exchange.GetTextAsync(CandlesPath));
        (await exchange.GetJsonAsync(CandlesPath)).GetArrayLength().ShouldBe(5);
    }

    [Fact]
    public async Task BadJsonFault_InjectedOnce_MakesTheBodyUnparsable()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(HalfAMinutePastNoon, faults: "bad-json=once");

        var (status, text) = await exchange.GetTextAsync(CandlesPath);

        status.ShouldBe(200);
        Should.Throw<JsonException>(() => JsonElement.Parse(text));
    }

    [Fact]
    public async Task Correction_OfABarThatHasClosed_IsPermanent()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(HalfAMinutePastNoon);
        await using var faultless = await FakeExchangeFixture.StartAsync(HalfAMinutePastNoon);
        exchange.Server.Faults.InjectNext(FaultKind.Correction);
        exchange.Server.Clock.Advance(TimeSpan.FromMinutes(2));
        faultless.Server.Clock.Advance(TimeSpan.FromMinutes(2));

        const string PathTwoMinutesLater = "/v1/candles/minutes/1?market=KRW-BTC&count=5&to=2025-10-01T12:02:00Z";
        var corrected = (await exchange.GetTextAsync(PathTwoMinutesLater)).Text;
        var original = (await faultless.GetTextAsync(PathTwoMinutesLater)).Text;

        corrected.ShouldNotBe(original);
        (await exchange.GetTextAsync(PathTwoMinutesLater)).Text.ShouldBe(corrected);
        // The bars that had closed before the fault was injected are not corrected.
        (await exchange.GetTextAsync(CandlesPath)).Text.ShouldBe((await faultless.GetTextAsync(CandlesPath)).Text);
        exchange.Server.Faults.Counts[FaultKind.Correction].ShouldBe(1);
    }

    [Fact]
    public async Task Faults_Posted_AreAppliedOrRefused()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(HalfAMinutePastNoon);

        (await exchange.PostAsync("/fake/faults", "429=1")).Status.ShouldBe(200);
        (await exchange.GetTextAsync(CandlesPath)).Status.ShouldBe(429);
        (await exchange.PostAsync("/fake/faults", "flood=1")).ShouldBe(
            (400, $"there is no fault 'flood'; the faults are {string.Join(", ", FaultNames.All)}\n")
        );
        (await exchange.PostAsync("/fake/faults", "")).Status.ShouldBe(200);
        (await exchange.GetTextAsync(CandlesPath)).Status.ShouldBe(200);

        var statistics = await exchange.GetJsonAsync("/fake/measures");
        statistics.GetProperty("requests").GetProperty("candles").GetInt32().ShouldBe(2);
        statistics.GetProperty("faults").GetProperty("429").GetInt32().ShouldBe(1);
        statistics.GetProperty("now").GetString().ShouldBe("2025-10-01T12:00:30Z");
    }

    [Fact]
    public async Task Server_StoppedAndRestarted_ListensOnTheSamePort()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(HalfAMinutePastNoon);
        var port = exchange.Server.Port;

        await exchange.Server.StopAsync();
        await Should.ThrowAsync<HttpRequestException>(() => exchange.GetTextAsync(CandlesPath));
        await exchange.Server.StartAsync();

        exchange.Server.Port.ShouldBe(port);
        (await exchange.GetJsonAsync(CandlesPath)).GetArrayLength().ShouldBe(5);
    }
}
