using Bokgi.IntegrationTests.Http;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Collection;

/// <summary>The collection endpoints, with an unreachable exchange.</summary>
public sealed class CollectionEndpointsTests(HttpServer server) : IClassFixture<HttpServer>
{
    private const string Path = "/api/data/collect";

    [Theory]
    [InlineData("""{}""", "symbols", "symbols is empty")]
    [InlineData("""{"symbols":["BTC KRW"]}""", "symbols", "'BTC KRW' is not a symbol")]
    [InlineData("""{"symbols":["BTC_KRW"],"exchange":"mtgox"}""", "exchange", "there are upbit and binance")]
    [InlineData("""{"symbols":["BTC_KRW"],"timeframes":[]}""", "timeframes", "timeframes is empty")]
    [InlineData("""{"symbols":["BTC_KRW"],"timeframes":["7M"]}""", "timeframes", "'7M' is not a timeframe")]
    [InlineData("""{"symbols":["BTC_USDT"],"exchange":"binance","timeframes":["10M"]}""", "timeframes", "binance has no 10M candles")]
    [InlineData("""{"symbols":["BTC_KRW"],"days":0}""", "days", "days cannot be 0")]
    [InlineData("""{"symbols":["BTC_KRW"],"days":1,"end_date":"2024-01-01"}""", "days", "days cannot be given together")]
    [InlineData("""{"symbols":["BTC_KRW"],"start_date":"2024-01-02","end_date":"2024-01-01"}""", "start_date", "swap them")]
    [InlineData("""{"symbols":["BTC_KRW"],"start_date":"2999-01-01"}""", "start_date", "lies in the future")]
    [InlineData("""{"symbols":["BTC_KRW"],"timeframes":["1S"],"days":9999}""", "symbols", "bars are more than the 200000000")]
    [InlineData("""{"symbols":["BTC_KRW"],"symbol":"x"}""", "symbol", "symbol")]
    public void Collect_InvalidRequest_IsRefusedAtOnce(string body, string field, string detail) =>
        server.Send(HttpMethod.Post, Path, body).ShouldBeProblem(422, detail, field);

    [Fact]
    public void Collect_SeveralErrors_AreReportedTogether()
    {
        var answer = server.Send(HttpMethod.Post, Path, """{"exchange":"x","symbols":[],"timeframes":["7M"],"days":-1}""");

        answer["errors"]
            .EnumerateObject()
            .Select(error => error.Name)
            .ShouldBe(["days", "exchange", "symbols", "timeframes"], ignoreOrder: true);
    }

    [Fact]
    public void Collect_SyntheticSeries_IsRefused()
    {
        SampleLake.WriteHours(server.DataRoot, "MADE_KRW", 3);
        new CandleLake(server.DataRoot).UpdateCollectionRecord(
            Symbol.Parse("MADE_KRW"),
            Timeframe.OneHour,
            _ => CollectionRecord.Empty(CollectionRecord.Synthetic)
        );

        server
            .Send(HttpMethod.Post, Path, """{"symbols":["MADE_KRW"],"timeframes":["1H"]}""")
            .ShouldBeProblem(422, "MADE_KRW 1H in the lake is synthetic", "symbols");
        // * stands for all symbols whose candles are not synthetic; there is no such symbol.
        server.Send(HttpMethod.Post, Path, """{"symbols":["*"],"timeframes":["1H"]}""").ShouldBeProblem(404, "no symbol has 1H candles");
    }

    [Fact]
    public void Collect_SameIdempotencyKeyTwice_CreatesOneTask()
    {
        string Submit(string body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Path);
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            request.Headers.Add("Idempotency-Key", "a");
            var answer = server.Send(request);
            return answer.Status == 202 ? answer["task_id"].GetString()! : answer["detail"].GetString()!;
        }

        var first = Submit("""{"symbols":["BTC_KRW"],"days":1}""");

        Submit("""{"symbols":["BTC_KRW"],"days":1}""").ShouldBe(first);
        Submit("""{"symbols":["BTC_KRW"],"days":2}""").ShouldContain("belongs to another request");
    }

    [Fact]
    public void Collection_NothingCollectedYet_ShowsTheSchedule()
    {
        var answer = server.Get("/api/data/collection");

        answer.Status.ShouldBe(200, answer.Text);
        answer["schedule", "enabled"].GetBoolean().ShouldBeTrue();
        answer["schedule", "hour"].GetInt32().ShouldBe(9);
        answer["schedule", "exchange"].GetString().ShouldBe("upbit");
        answer["schedule", "next_run"].GetString()!.ShouldEndWith("T09:00:00Z");
        answer["schedule", "last_run"].GetString().ShouldBeNull();
        server.Get("/api/v1/monitoring/scheduler")["collection"].GetRawText().ShouldBe(answer["schedule"].GetRawText());
        answer["exchanges"].EnumerateArray().Select(exchange => exchange.GetProperty("name").GetString()).ShouldBe(["upbit", "binance"]);
        answer["series", "items"].GetArrayLength().ShouldBe(0);
        server.Get("/api/data/collection?limit=0").ShouldBeProblem(422, "limit cannot be '0'", "limit");
        server
            .Send(HttpMethod.Post, "/api/data/collection/trigger")
            .ShouldBeProblem(422, "SCHEDULER_SYMBOLS and SCHEDULER_TIMEFRAMES", "symbols");
    }
}
