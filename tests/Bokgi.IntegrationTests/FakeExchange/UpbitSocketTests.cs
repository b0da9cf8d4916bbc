using System.Net.WebSockets;
using System.Text.Json;
using Bokgi.FakeExchange.Faults;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.FakeExchange;

public sealed class UpbitSocketTests
{
    private const string Midnight = "2025-10-01T00:00:00Z";
    private const string SubscriptionToOneMarket = """[{"ticket":"t"},{"type":"trade","codes":["KRW-BTC"],"is_only_realtime":true}]""";

    [Fact]
    public async Task Trades_OfFiveMarketsAtFullSpeed_ArriveInOrderAndAddUpToTheBars()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(Midnight);
        using var client = await PlainSocketClient.ConnectAsync(exchange.Server, PlainSocketClient.SubscriptionToAllTrades);
        await client.WaitUntilProcessedAsync();
        exchange.Server.Clock.Advance(TimeSpan.FromHours(1));

        var endUtc = FakeExchangeFixture.ParseUtc("2025-10-01T01:00:00Z");
        var trades = new List<JsonElement>();
        exchange.Server.Clock.Speed = 1_000; // so that a trade after endUtc arrives soon and ends the loop
        for (var trade = await client.ReceiveJsonAsync(); TimeUtc(trade) < endUtc; trade = await client.ReceiveJsonAsync())
            trades.Add(trade);

        trades.Select(TimeUtc).ShouldBe(trades.Select(TimeUtc).Order());
        foreach (var market in trades.GroupBy(trade => trade.GetProperty("code").GetString()!))
        {
            using var stored = new CandleLake(SharedData.Require("lake")).LoadSeries(
                Symbol.Parse(market.Key),
                Timeframe.OneMinute,
                new TimeRange(FakeExchangeFixture.ParseUtc(Midnight), endUtc)
            );
            Bars(market).ShouldBe(Enumerable.Range(0, stored.Count).Select(i => stored[i]));
        }

        trades.Select(trade => trade.GetProperty("code").GetString()).Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public async Task Trades_AfterTheSnapshot_AreSentWhenTheirTimeComes()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(Midnight);
        using var client = await PlainSocketClient.ConnectAsync(
            exchange.Server,
            SubscriptionToOneMarket.Replace(",\"is_only_realtime\":true", "", StringComparison.Ordinal)
        );

        var snapshot = await client.ReceiveJsonAsync();
        client.LastMessageType.ShouldBe(WebSocketMessageType.Binary);
        exchange.Server.Clock.Advance(TimeSpan.FromMinutes(1));
        var first = await client.ReceiveJsonAsync();

        snapshot.GetProperty("stream_type").GetString().ShouldBe("SNAPSHOT");
        snapshot.GetProperty("trade_date").GetString().ShouldBe("2025-09-30");
        first.GetProperty("stream_type").GetString().ShouldBe("REALTIME");
        first.GetProperty("trade_date").GetString().ShouldBe("2025-10-01");
        first.GetProperty("type").GetString().ShouldBe("trade");
        TimeUtc(first).ShouldBeLessThan(FakeExchangeFixture.ParseUtc("2025-10-01T00:01:00Z"));
    }

    [Fact]
    public async Task SimpleFormat_TradeAndTicker_HaveShortFieldNames()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(Midnight);
        using var client = await PlainSocketClient.ConnectAsync(
            exchange.Server,
            """[{"ticket":"t"},{"type":"trade","codes":["KRW-XRP"],"isOnlySnapshot":true},{"type":"ticker","codes":["KRW-XRP"]},{"type":"candle.5m","codes":["KRW-XRP"]},{"format":"SIMPLE"}]"""
        );

        var trade = await client.ReceiveJsonAsync();
        var ticker = await client.ReceiveJsonAsync();

        trade.GetProperty("ty").GetString().ShouldBe("trade");
        trade.GetProperty("cd").GetString().ShouldBe("KRW-XRP");
        // An id is the trade's time in milliseconds and four more digits.
        trade.GetProperty("sid").GetInt64().ShouldBeGreaterThanOrEqualTo(trade.GetProperty("ttms").GetInt64() * 10_000);
        trade.GetProperty("st").GetString().ShouldBe("SNAPSHOT");
        ticker.GetProperty("tp").GetDecimal().ShouldBe(trade.GetProperty("tp").GetDecimal());
    }

    [Fact]
    public async Task Candles_LastUpdateOfAMinute_HasTheStoredOpenHighAndLow()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(Midnight);
        using var client = await PlainSocketClient.ConnectAsync(
            exchange.Server,
            """[{"ticket":"t"},{"type":"candle.1m","codes":["KRW-BTC"],"is_only_realtime":true}]"""
        );
        await client.WaitUntilProcessedAsync();
        exchange.Server.Clock.Advance(TimeSpan.FromMinutes(3));

        var lastUpdate = default(JsonElement);
        for (
            var candle = await client.ReceiveJsonAsync();
            candle.GetProperty("candle_date_time_utc").GetString() == "2025-10-01T00:00:00";
            candle = await client.ReceiveJsonAsync()
        )
            lastUpdate = candle;

        using var stored = new CandleLake(SharedData.Require("lake")).LoadSeries(
            Symbol.Parse("BTC_KRW"),
            Timeframe.OneMinute,
            new TimeRange(FakeExchangeFixture.ParseUtc(Midnight), FakeExchangeFixture.ParseUtc("2025-10-01T00:01:00Z"))
        );
        lastUpdate.GetProperty("high_price").GetDouble().ShouldBe(stored.High[0]);
        lastUpdate.GetProperty("low_price").GetDouble().ShouldBe(stored.Low[0]);
        lastUpdate.GetProperty("opening_price").GetDouble().ShouldBe(stored.Open[0]);
    }

    [Theory]
    [InlineData("nonsense", "WRONG_FORMAT")]
    [InlineData("{}", "WRONG_FORMAT")]
    [InlineData("""[{"type":"trade","codes":["KRW-BTC"]}]""", "NO_TICKET")]
    [InlineData("""[{"ticket":"t"}]""", "NO_TYPE")]
    [InlineData("""[{"ticket":"t"},{"type":"trade"}]""", "NO_CODES")]
    [InlineData("""[{"ticket":"t"},{"type":"trade","codes":[]}]""", "INVALID_PARAM")]
    [InlineData("""[{"ticket":"t"},{"type":"trade","codes":["krw-btc"]}]""", "INVALID_PARAM")]
    [InlineData("""[{"ticket":"t"},{"type":"trade","codes":["KRW-BTC"]},{"format":"XML"}]""", "WRONG_FORMAT")]
    public async Task Requests_ThatAreInvalid_GetTheNameOfTheirError(string request, string expectedName)
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(Midnight);
        using var client = await PlainSocketClient.ConnectAsync(exchange.Server, request);

        (await client.ReceiveJsonAsync()).GetProperty("error").GetProperty("name").GetString().ShouldBe(expectedName);
    }

    [Fact]
    public async Task Ping_AsText_IsAnswered()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(Midnight);
        using var client = await PlainSocketClient.ConnectAsync(exchange.Server, "PING");

        (await client.ReceiveAsync()).ShouldBe("""{"status":"UP"}""");
    }

    [Fact]
    public async Task Messages_MoreThanFiveInASecond_CloseTheConnection()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(Midnight);
        using var client = await PlainSocketClient.ConnectAsync(exchange.Server);
        for (var i = 0; i < 6; i++)
            await client.SendAsync("PING");

        var received = 0;
        while (await client.ReceiveAsync() is not null)
            received++;

        received.ShouldBe(5);
        client.CloseStatus.ShouldBe(WebSocketCloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task Connections_MoreThanFiveInASecond_AreRefused()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(Midnight);
        for (var i = 0; i < 5; i++)
            (await PlainSocketClient.ConnectAsync(exchange.Server)).Dispose();

        await Should.ThrowAsync<WebSocketException>(() => PlainSocketClient.ConnectAsync(exchange.Server));
    }

    [Fact]
    public async Task DropFault_InjectedOnce_CutsTheConnection()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(Midnight);
        using var client = await PlainSocketClient.ConnectAsync(exchange.Server, SubscriptionToOneMarket);
        await client.WaitUntilProcessedAsync();
        exchange.Server.Faults.InjectNext(FaultKind.DropConnection);
        exchange.Server.Clock.Advance(TimeSpan.FromMinutes(1));

        await Should.ThrowAsync<WebSocketException>(() => client.ReceiveAsync());
    }

    [Fact]
    public async Task SilenceFault_InjectedOnce_StopsTheAnswersToPings()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(Midnight);
        using var client = await PlainSocketClient.ConnectAsync(exchange.Server, SubscriptionToOneMarket);
        await client.WaitUntilProcessedAsync();
        exchange.Server.Faults.InjectNext(FaultKind.Silence);
        exchange.Server.Clock.Advance(TimeSpan.FromMinutes(1));
        while (!exchange.Server.Faults.Counts.ContainsKey(FaultKind.Silence))
            await Task.Yield();

        // The server counts the fault shortly before it falls silent, so it may still answer the first PINGs.
        do await client.SendAsync("PING");
        while (await client.ReceiveWithinAsync(TimeSpan.FromMilliseconds(200)) is not null);
    }

    [Theory]
    [InlineData("duplicate=1")]
    [InlineData("reorder=0.5")]
    [InlineData("late=0.2")]
    public async Task Trades_DuplicatedReorderedOrLate_AllArrive(string faults)
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(Midnight);
        await using var faultyExchange = await FakeExchangeFixture.StartAsync(Midnight, faults: faults);

        var expected = await ReceiveTradeIdsAsync(exchange, minutes: 5);
        var received = await ReceiveTradeIdsAsync(faultyExchange, minutes: 5);

        received.ShouldNotBe(expected);
        // Compares only the first half, because the server may delay trades near the end until the test has stopped receiving.
        received.Distinct().Order().Take(expected.Count / 2).ShouldBe(expected.Take(expected.Count / 2));
    }

    [Fact]
    public async Task MalformedFault_InjectedOnce_BreaksOneMessage()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(Midnight, faults: "malformed=once");
        using var client = await PlainSocketClient.ConnectAsync(exchange.Server, SubscriptionToOneMarket);
        await client.WaitUntilProcessedAsync();
        exchange.Server.Clock.Advance(TimeSpan.FromMinutes(1));

        var first = await client.ReceiveAsync();

        Should.Throw<JsonException>(() => JsonElement.Parse(first!));
        (await client.ReceiveJsonAsync()).GetProperty("type").GetString().ShouldBe("trade");
    }

    [Fact]
    public async Task Server_Stopped_AbortsTheConnection()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(Midnight);
        using var client = await PlainSocketClient.ConnectAsync(exchange.Server, SubscriptionToOneMarket);
        await client.WaitUntilProcessedAsync();

        await exchange.Server.StopAsync();

        await Should.ThrowAsync<WebSocketException>(() => client.ReceiveAsync());
    }

    private static async Task<List<long>> ReceiveTradeIdsAsync(FakeExchangeFixture exchange, int minutes)
    {
        using var client = await PlainSocketClient.ConnectAsync(exchange.Server, SubscriptionToOneMarket);
        await client.WaitUntilProcessedAsync();
        exchange.Server.Clock.Advance(TimeSpan.FromMinutes(minutes + 2)); // so that a later trade ends the loop
        var endUtc = FakeExchangeFixture.ParseUtc(Midnight) + (minutes * 60_000_000L);
        var ids = new List<long>();
        for (
            var trade = await client.ReceiveJsonAsync();
            TimeUtc(trade) < endUtc || ids.Count == 0;
            trade = await client.ReceiveJsonAsync()
        )
            ids.Add(trade.GetProperty("sequential_id").GetInt64());
        return ids;
    }

    private static long TimeUtc(JsonElement trade) => trade.GetProperty("trade_timestamp").GetInt64() * 1_000;

    private static IEnumerable<Candle> Bars(IEnumerable<JsonElement> trades) =>
        trades
            .GroupBy(trade => Timeframe.OneMinute.OpenOf(TimeUtc(trade)))
            .Select(bar =>
            {
                var prices = bar.Select(trade => trade.GetProperty("trade_price").GetDouble()).ToList();
                var volume = bar.Sum(trade => trade.GetProperty("trade_volume").GetDecimal());
                return new Candle(bar.Key, prices[0], prices.Max(), prices.Min(), prices[^1], (double)volume);
            });
}
