using System.Text.Json;
using Bokgi.FakeExchange.Faults;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.FakeExchange;

public sealed class RequestFaultTests
{
    private const string Candles = "/v1/candles/minutes/1?market=KRW-BTC&count=5&to=2025-10-01T12:00:00Z";
    private const string Noon = "2025-10-01T12:00:30Z";

    [Fact]
    public async Task TooMany_Once_TellsWhenToAskAgain()
    {
        await using var bench = await FakeExchangeBench.StartAsync(Noon, faults: "429=once,429-bare=once");

        using var first = await bench.AskAsync(Candles);
        using var second = await bench.AskAsync(Candles);
        using var third = await bench.AskAsync(Candles);

        ((int)first.StatusCode).ShouldBe(429);
        first.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        ((int)second.StatusCode).ShouldBe(429);
        second.Headers.RetryAfter.ShouldBeNull();
        ((int)third.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task Blocked_Once_RefusesTheNextRequestsToo()
    {
        await using var bench = await FakeExchangeBench.StartAsync(Noon, faults: "418=once");

        using var first = await bench.AskAsync(Candles);
        using var second = await bench.AskAsync("/v1/market/all");

        ((int)first.StatusCode).ShouldBe(418);
        first.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
        ((int)second.StatusCode).ShouldBe(418);
    }

    [Fact]
    public async Task ServerError_Once_IsAPage()
    {
        await using var bench = await FakeExchangeBench.StartAsync(Noon, faults: "5xx=once");

        var (status, text) = await bench.TextAsync(Candles);

        status.ShouldBeInRange(500, 504);
        text.ShouldStartWith("<html>");
    }

    [Fact]
    public async Task Cut_Once_EndsTheBodyEarly()
    {
        await using var bench = await FakeExchangeBench.StartAsync(Noon, faults: "cut=once");

        await Should.ThrowAsync<HttpRequestException>(() => bench.TextAsync(Candles));
        (await bench.JsonAsync(Candles)).GetArrayLength().ShouldBe(5);
    }

    [Fact]
    public async Task BadJson_Once_CannotBeParsed()
    {
        await using var bench = await FakeExchangeBench.StartAsync(Noon, faults: "bad-json=once");

        var (status, text) = await bench.TextAsync(Candles);

        status.ShouldBe(200);
        Should.Throw<JsonException>(() => JsonElement.Parse(text));
    }

    [Fact]
    public async Task Correction_OfABarThatClosedMeanwhile_StaysSo()
    {
        await using var bench = await FakeExchangeBench.StartAsync(Noon);
        await using var honest = await FakeExchangeBench.StartAsync(Noon);
        bench.Server.Faults.InjectNext(FaultKind.Correction);
        bench.Server.Clock.Advance(TimeSpan.FromMinutes(2));
        honest.Server.Clock.Advance(TimeSpan.FromMinutes(2));

        const string Closed = "/v1/candles/minutes/1?market=KRW-BTC&count=5&to=2025-10-01T12:02:00Z";
        var first = (await bench.TextAsync(Closed)).Text;
        var truth = (await honest.TextAsync(Closed)).Text;

        first.ShouldNotBe(truth);
        (await bench.TextAsync(Closed)).Text.ShouldBe(first);
        (await bench.TextAsync(Candles)).Text.ShouldBe((await honest.TextAsync(Candles)).Text);
        bench.Server.Faults.Counts[FaultKind.Correction].ShouldBe(1);
    }

    [Fact]
    public async Task Faults_Posted_AreTakenOrRefused()
    {
        await using var bench = await FakeExchangeBench.StartAsync(Noon);

        (await bench.PostAsync("/fake/faults", "429=1")).Status.ShouldBe(200);
        (await bench.TextAsync(Candles)).Status.ShouldBe(429);
        (await bench.PostAsync("/fake/faults", "flood=1")).ShouldBe(
            (400, $"there is no fault 'flood'; the faults are {string.Join(", ", FaultNames.All)}\n")
        );
        (await bench.PostAsync("/fake/faults", "")).Status.ShouldBe(200);
        (await bench.TextAsync(Candles)).Status.ShouldBe(200);

        var measures = await bench.JsonAsync("/fake/measures");
        measures.GetProperty("requests").GetProperty("candles").GetInt32().ShouldBe(2);
        measures.GetProperty("faults").GetProperty("429").GetInt32().ShouldBe(1);
        measures.GetProperty("now").GetString().ShouldBe("2025-10-01T12:00:30Z");
    }

    [Fact]
    public async Task Server_AwayAndBack_ListensOnTheSamePort()
    {
        await using var bench = await FakeExchangeBench.StartAsync(Noon);
        var port = bench.Server.Port;

        await bench.Server.StopAsync();
        await Should.ThrowAsync<HttpRequestException>(() => bench.TextAsync(Candles));
        await bench.Server.StartAsync();

        bench.Server.Port.ShouldBe(port);
        (await bench.JsonAsync(Candles)).GetArrayLength().ShouldBe(5);
    }
}
