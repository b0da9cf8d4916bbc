using System.Text.Json;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.FakeExchange;

public sealed class UpbitRestTests
{
    private const string HalfAMinutePastNoon = "2025-10-01T12:00:30Z";

    [Fact]
    public async Task Minutes_PagedBackwards_AreTheLakesBars()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(HalfAMinutePastNoon);
        using var stored = new CandleLake(SharedData.Require("lake")).LoadSeries(
            Symbol.Parse("DOGE_KRW"),
            Timeframe.OneMinute,
            new TimeRange(FakeExchangeFixture.ParseUtc("2025-10-01T00:00Z"), FakeExchangeFixture.ParseUtc("2025-10-01T12:00Z"))
        );

        var to = "2025-10-01T12:00:00";
        var rows = new List<JsonElement>();
        while (rows.Count < stored.Count)
        {
            var page = await exchange.GetJsonAsync($"/v1/candles/minutes/1?market=KRW-DOGE&count=200&to={Uri.EscapeDataString(to)}");
            page.GetArrayLength().ShouldBe(200);
            rows.AddRange(page.EnumerateArray());
            to = rows[^1].GetProperty("candle_date_time_utc").GetString()!;
        }

        for (var i = 0; i < stored.Count; i++)
        {
            var (bar, row) = (stored[stored.Count - 1 - i], rows[i]);
            row.GetProperty("candle_date_time_utc").GetString().ShouldBe(UnixTime.Format(bar.TimeUtc).TrimEnd('Z'));
            row.GetProperty("opening_price").GetDouble().ShouldBe(bar.Open);
            row.GetProperty("high_price").GetDouble().ShouldBe(bar.High);
            row.GetProperty("low_price").GetDouble().ShouldBe(bar.Low);
            row.GetProperty("trade_price").GetDouble().ShouldBe(bar.Close);
            row.GetProperty("candle_acc_trade_volume").GetDouble().ShouldBe(bar.Volume);
        }
    }

    [Fact]
    public async Task Minutes_CurrentMinute_AddsUpItsTradesSoFar()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(HalfAMinutePastNoon);

        var candle = (await exchange.GetJsonAsync("/v1/candles/minutes/1?market=KRW-BTC"))[0];
        var trades = (await exchange.GetJsonAsync("/v1/trades/ticks?market=KRW-BTC&count=500"))
            .EnumerateArray()
            .Where(trade => trade.GetProperty("trade_time_utc").GetString()!.StartsWith("12:00", StringComparison.Ordinal))
            .ToList();

        candle.GetProperty("candle_date_time_utc").GetString().ShouldBe("2025-10-01T12:00:00");
        candle.GetProperty("candle_date_time_kst").GetString().ShouldBe("2025-10-01T21:00:00");
        candle.GetProperty("unit").GetInt32().ShouldBe(1);
        trades.Count.ShouldBeGreaterThan(1);
        candle.GetProperty("trade_price").GetDecimal().ShouldBe(trades[0].GetProperty("trade_price").GetDecimal());
        candle.GetProperty("opening_price").GetDecimal().ShouldBe(trades[^1].GetProperty("trade_price").GetDecimal());
        candle
            .GetProperty("candle_acc_trade_volume")
            .GetDecimal()
            .ShouldBe(trades.Sum(trade => trade.GetProperty("trade_volume").GetDecimal()));
        candle.GetProperty("timestamp").GetInt64().ShouldBe(trades[0].GetProperty("timestamp").GetInt64());
        trades.ShouldAllBe(trade => trade.GetProperty("timestamp").GetInt64() <= FakeExchangeFixture.ParseUtc(HalfAMinutePastNoon) / 1_000);
    }

    [Fact]
    public async Task Candles_MinuteHasEnded_IncludeItsLaterTrades()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(HalfAMinutePastNoon);
        var volumeSoFar = (await exchange.GetJsonAsync("/v1/candles/minutes/1?market=KRW-BTC"))[0]
            .GetProperty("candle_acc_trade_volume")
            .GetDouble();

        exchange.Server.Clock.Advance(TimeSpan.FromSeconds(30));
        var closedCandle = (await exchange.GetJsonAsync("/v1/candles/minutes/1?market=KRW-BTC&to=2025-10-01T12:01:00Z"))[0];

        closedCandle.GetProperty("candle_date_time_utc").GetString().ShouldBe("2025-10-01T12:00:00");
        closedCandle.GetProperty("candle_acc_trade_volume").GetDouble().ShouldBeGreaterThan(volumeSoFar);
    }

    [Theory]
    [InlineData("minutes/5", "2025-10-01T12:00:00")]
    [InlineData("minutes/240", "2025-10-01T12:00:00")]
    [InlineData("days", "2025-10-01T00:00:00")]
    [InlineData("weeks", "2025-09-29T00:00:00")]
    [InlineData("months", "2025-10-01T00:00:00")]
    public async Task Candles_OfLongerTimeframes_BeginWithTheFormingBar(string path, string openTime)
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(HalfAMinutePastNoon);

        var page = await exchange.GetJsonAsync($"/v1/candles/{path}?market=KRW-ETH&count=2");

        page.GetArrayLength().ShouldBe(2);
        page[0].GetProperty("candle_date_time_utc").GetString().ShouldBe(openTime);
        var lastPrice = (await exchange.GetJsonAsync("/v1/ticker?markets=KRW-ETH"))[0].GetProperty("trade_price").GetDouble();
        page[0].GetProperty("trade_price").GetDouble().ShouldBe(lastPrice);
    }

    [Fact]
    public async Task Ticks_PagedByCursor_GiveEachTradeOfTheDayOnce()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync("2025-10-01T00:20:00Z");

        var ids = new List<long>();
        var query = "/v1/trades/ticks?market=KRW-SOL&count=100";
        for (
            var page = await exchange.GetJsonAsync(query);
            page.GetArrayLength() > 0;
            page = await exchange.GetJsonAsync($"{query}&cursor={ids[^1]}")
        )
            ids.AddRange(page.EnumerateArray().Select(trade => trade.GetProperty("sequential_id").GetInt64()));

        ids.ShouldBe(ids.OrderDescending());
        ids.Distinct().Count().ShouldBe(ids.Count);
        ids.Count.ShouldBeGreaterThan(100);
        var firstMilliseconds = ids[^1] / 10_000; // an id is the trade's time in milliseconds and four more digits
        (firstMilliseconds * 1_000).ShouldBeGreaterThanOrEqualTo(FakeExchangeFixture.ParseUtc("2025-10-01T00:00Z"));
        var dayBefore = await exchange.GetJsonAsync("/v1/trades/ticks?market=KRW-SOL&days_ago=1");
        dayBefore[0].GetProperty("trade_date_utc").GetString().ShouldBe("2025-09-30");
    }

    [Theory]
    [InlineData("/v1/candles/minutes/1?market=KRW-NONE", 404, """{"error":{"name":404,"message":"Code not found"}}""")]
    [InlineData("/v1/candles/minutes/1?market=BTC_KRW", 404, "Code not found")]
    [InlineData("/v1/candles/minutes/1", 400, "market is missing")]
    [InlineData("/v1/candles/minutes/7?market=KRW-BTC", 400, "\"name\":400")]
    [InlineData("/v1/candles/minutes/1?market=KRW-BTC&count=201", 400, "\"name\":400")]
    [InlineData("/v1/candles/minutes/1?market=KRW-BTC&to=yesterday", 400, "\"name\":400")]
    [InlineData("/v1/trades/ticks?market=KRW-BTC&days_ago=8", 400, "\"name\":400")]
    [InlineData("/v1/ticker?markets=KRW-BTC,KRW-NONE", 404, "Code not found")]
    [InlineData("/v1/nothing", 404, "\"name\":404")]
    [InlineData("/", 404, "\"name\":404")]
    public async Task Requests_ThatAreInvalid_AreRefusedAsUpbitDoes(string path, int expectedStatus, string expectedText)
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(HalfAMinutePastNoon);

        var answer = await exchange.GetTextAsync(path);

        answer.Status.ShouldBe(expectedStatus, answer.Text);
        answer.Text.ShouldContain(expectedText);
    }

    [Fact]
    public async Task Requests_MoreThanTenInASecond_AreRefusedAndThenBlocked()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(HalfAMinutePastNoon);

        var answers = new List<(int Status, string Text)>();
        for (var i = 0; i < 25; i++)
            answers.Add(await exchange.GetTextAsync("/v1/candles/minutes/1?market=KRW-BTC"));

        answers.Take(10).ShouldAllBe(answer => answer.Status == 200);
        answers[10].Status.ShouldBe(429);
        answers[10].Text.ShouldContain("too_many_requests");
        answers[^1].Status.ShouldBe(418);
        exchange.Server.Statistics.MaxPerSecond["candles"].ShouldBe(25);
        exchange.Server.Statistics.Rejected["candles"].ShouldBe(15);
    }

    [Fact]
    public async Task Response_Headers_GiveTheRemainingLimitAndTheExchangesTime()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(HalfAMinutePastNoon);

        using var response = await exchange.GetAsync("/v1/trades/ticks?market=KRW-BTC");

        response.Headers.GetValues("Remaining-Req").ShouldBe(["group=crix-trades; min=600; sec=9"]);
        response.Headers.Date.ShouldBe(new DateTimeOffset(2025, 10, 1, 12, 0, 30, TimeSpan.Zero));
    }

    [Fact]
    public async Task Requests_WithAnOriginHeader_AreLimitedToOneInTenSeconds()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(HalfAMinutePastNoon);

        var statuses = new List<int>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(exchange.Server.RestAddress, "/v1/market/all"));
            request.Headers.Add("Origin", "https://bokgi.example");
            using var response = await exchange.SendAsync(request);
            statuses.Add((int)response.StatusCode);
        }

        statuses.ShouldBe([200, 429]);
    }

    [Fact]
    public async Task Markets_Listed_AreTheLakesSymbols()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(HalfAMinutePastNoon);

        var markets = await exchange.GetJsonAsync("/v1/market/all?is_details=true");

        markets
            .EnumerateArray()
            .Select(market => market.GetProperty("market").GetString())
            .ShouldBe(["KRW-BTC", "KRW-DOGE", "KRW-ETH", "KRW-SOL", "KRW-XRP"]);
        markets[0].GetProperty("market_event").GetProperty("warning").GetBoolean().ShouldBeFalse();
        var steps = await exchange.GetJsonAsync("/v1/orderbook/instruments?markets=KRW-BTC,KRW-DOGE");
        steps.EnumerateArray().Select(step => step.GetProperty("tick_size").ToString()).ShouldBe(["1000", "1"]);
    }
}
