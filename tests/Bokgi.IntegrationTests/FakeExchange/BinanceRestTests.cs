using System.Globalization;
using System.Text.Json;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.FakeExchange;

public sealed class BinanceRestTests : IDisposable
{
    private const string Start = "2025-10-01T00:00:00Z";

    private readonly TemporaryFolder folder = new();

    public BinanceRestTests()
    {
        using var rows = new CandleColumns();
        foreach (var minute in (int[])[0, 1, 4, 5, 200])
            rows.Add(new Candle(MinuteUtc(minute), 100 + minute, 110 + minute, 90 + minute, 105 + minute, 1.5 + minute));
        new CandleLake(folder.Path).Write(Symbol.Parse("BTC_KRW"), Timeframe.OneMinute, rows);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Klines_WhereNobodyTraded_AreFlat()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync("2025-10-01T00:05:00Z", lake: folder.Path);

        var klines = await exchange.GetJsonAsync($"/api/v3/klines?symbol=BTCKRW&interval=1m&startTime={MinuteUtc(0) / 1_000}&limit=5");

        Minutes(klines).ShouldBe([0, 1, 2, 3, 4]);
        PricesAndVolume(klines[1]).ShouldBe(["101.00000000", "111.00000000", "91.00000000", "106.00000000", "2.50000000"]);
        PricesAndVolume(klines[2]).ShouldBe(["106.00000000", "106.00000000", "106.00000000", "106.00000000", "0.00000000"]);
        EndMilliseconds(klines[1]).ShouldBe((MinuteUtc(2) / 1_000) - 1);
    }

    // FROMn in a query stands for the open time of minute n.
    [Theory]
    [InlineData("", new[] { 0, 1, 2, 3, 4 })]
    [InlineData("&limit=2", new[] { 3, 4 })]
    [InlineData("&startTime=FROM2", new[] { 2, 3, 4 })]
    [InlineData("&startTime=FROM1&endTime=FROM3", new[] { 1, 2, 3 })]
    [InlineData("&endTime=FROM3&limit=2", new[] { 2, 3 })]
    [InlineData("&startTime=FROM100", new int[0])]
    public async Task Klines_AnyRange_AreOldestFirstAndNotInTheFuture(string query, int[] minutes)
    {
        await using var exchange = await FakeExchangeFixture.StartAsync("2025-10-01T00:04:59.999Z", lake: folder.Path);
        foreach (var minute in (int[])[100, 1, 2, 3]) // FROM100 first, because FROM1 is its prefix
            query = query.Replace(
                $"FROM{minute}",
                (MinuteUtc(minute) / 1_000).ToString(CultureInfo.InvariantCulture),
                StringComparison.Ordinal
            );

        Minutes(await exchange.GetJsonAsync($"/api/v3/klines?symbol=BTCKRW&interval=1m{query}")).ShouldBe(minutes);
    }

    [Fact]
    public async Task Klines_1MAnd12h_CoverAMonthAndHalfADay()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync("2025-10-01T04:00:00Z", lake: folder.Path);

        var months = await exchange.GetJsonAsync("/api/v3/klines?symbol=BTCKRW&interval=1M");
        EndMilliseconds(months[0]).ShouldBe((FakeExchangeFixture.ParseUtc("2025-11-01T00:00Z") / 1_000) - 1);
        var halfDays = await exchange.GetJsonAsync("/api/v3/klines?symbol=BTCKRW&interval=12h");
        halfDays.GetArrayLength().ShouldBe(1);
        PricesAndVolume(halfDays[0]).Last().ShouldBe("217.50000000"); // the volume of all five bars
    }

    [Theory]
    [InlineData("/api/v3/klines?symbol=NONEKRW&interval=1m", """{"code":-1121,"msg":"Invalid symbol."}""")]
    [InlineData("/api/v3/klines?symbol=BTCKRW&interval=1x", "-1120")]
    [InlineData("/api/v3/klines?interval=1m", "-1102")]
    [InlineData("/api/v3/klines?symbol=BTCKRW&interval=1m&limit=0", "-1100")]
    [InlineData("/api/v3/ticker/24hr?symbols=BTCKRW", "-1100")]
    public async Task Requests_ThatAreInvalid_AreRefusedAsBinanceDoes(string path, string expectedText)
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(Start, lake: folder.Path);

        var answer = await exchange.GetTextAsync(path);

        answer.Status.ShouldBe(400);
        answer.Text.ShouldContain(expectedText);
    }

    // The accepted requests weigh 20 + 74 × 80 + 3 × 20 = 6,000, which is the limit.
    [Fact]
    public async Task Weight_AboveTheLimitPerMinute_IsRefused()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync(
            "2025-10-01T04:00:00Z",
            lake: folder.Path,
            clock: new StoppedClock() // so that the minute of the limit does not end during the test
        );

        using var first = await exchange.GetAsync("/api/v3/exchangeInfo?symbol=BTCKRW");
        first.Headers.GetValues("X-MBX-USED-WEIGHT-1M").ShouldBe(["20"]);
        for (var i = 0; i < 74; i++)
            (await exchange.GetTextAsync("/api/v3/ticker/24hr")).Status.ShouldBe(200);
        for (var i = 0; i < 3; i++)
            (await exchange.GetTextAsync("/api/v3/exchangeInfo")).Status.ShouldBe(200);
        using var last = await exchange.GetAsync("/api/v3/klines?symbol=BTCKRW&interval=1m");

        ((int)last.StatusCode).ShouldBe(429);
        last.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task MarketRequests_OneMarket_ReturnFiltersLastPriceAndServerTime()
    {
        await using var exchange = await FakeExchangeFixture.StartAsync("2025-10-01T04:00:00Z", lake: folder.Path);

        var info = await exchange.GetJsonAsync("/api/v3/exchangeInfo?symbols=[%22BTCKRW%22]");
        var filters = info.GetProperty("symbols")[0].GetProperty("filters");

        filters
            .EnumerateArray()
            .Select(filter => filter.GetProperty("filterType").GetString())
            .ShouldBe(["PRICE_FILTER", "LOT_SIZE", "NOTIONAL"]);
        filters[0].GetProperty("tickSize").GetString().ShouldBe("1.00000000");
        // The last price is the close of minute 200, which was 105 + 200.
        (await exchange.GetJsonAsync("/api/v3/ticker/24hr?symbol=BTCKRW"))
            .GetProperty("lastPrice")
            .GetString()
            .ShouldBe("305.00000000");
        (await exchange.GetJsonAsync("/api/v3/time"))
            .GetProperty("serverTime")
            .GetInt64()
            .ShouldBe(FakeExchangeFixture.ParseUtc("2025-10-01T04:00:00Z") / 1_000);
    }

    private static long MinuteUtc(int minute) => FakeExchangeFixture.ParseUtc(Start) + (minute * 60_000_000L);

    // A kline is an array: open time, open, high, low, close, volume, end time and more.
    private static IEnumerable<string?> PricesAndVolume(JsonElement kline) =>
        kline.EnumerateArray().Skip(1).Take(5).Select(cell => cell.GetString());

    private static long EndMilliseconds(JsonElement kline) => kline[6].GetInt64();

    private static int[] Minutes(JsonElement klines) =>
        [.. klines.EnumerateArray().Select(kline => (int)(((kline[0].GetInt64() * 1_000) - MinuteUtc(0)) / 60_000_000))];

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
