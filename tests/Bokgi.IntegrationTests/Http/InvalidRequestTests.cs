using System.Text.Json;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>The answer to an invalid request names the field, its value and the remedy.</summary>
public sealed class InvalidRequestTests(RunEndpointsTests.RunServer fixture) : IClassFixture<RunEndpointsTests.RunServer>
{
    private const string RunPath = "/api/backtests/run";

    private readonly HttpServer server = fixture.Server;

    [Theory]
    [InlineData("fee_rate", "\"x\"", "fee_rate cannot be \"x\"; give a number")]
    [InlineData("warmup", "1.5", "warmup cannot be 1.5; give a whole number")]
    [InlineData("strict", "\"yes\"", "strict cannot be \"yes\"; give true or false")]
    [InlineData("sizing", "5", "sizing cannot be 5; give an object {kind, value}")]
    [InlineData("tags", "\"x\"", "tags cannot be \"x\"; give a list of strings")]
    [InlineData("params", "[1]", "params cannot be [1]; give an object with a value for each name")]
    [InlineData("timeframe", "60", "timeframe cannot be 60; give a string")]
    public void Field_OfTheWrongType_IsNamedWithValueAndRemedy(string field, string value, string detail) =>
        server.Send(HttpMethod.Post, RunPath, BodyWith(field, value)).ShouldBeProblem(422, detail, field);

    [Theory]
    [InlineData("""{"symbols":["BTC_KRW",5]}""", "symbols[1]", "symbols[1] cannot be 5; give a string")]
    [InlineData("""{"sizing":{"kind":"quote_amount","value":"1"}}""", "sizing.value", "sizing.value cannot be \"1\"; give a number")]
    [InlineData("""{"overrides":{"BTC_KRW":3}}""", "overrides.BTC_KRW", "overrides.BTC_KRW cannot be 3; give an object")]
    [InlineData("""{"fee_rate":0.1,"fee_rate":0.2}""", "fee_rate", "fee_rate is given 2 times; give it once")]
    [InlineData("""{"params":{"a":1,"a":2}}""", "params.a", "params.a is given 2 times; give it once")]
    [InlineData("""{"feerate":1}""", "feerate", "'feerate' is not a field of this request; there are strategy, params")]
    [InlineData("null", "body", "the body is null; send a JSON object")]
    [InlineData("[]", "body", "body cannot be []; give an object {strategy, params")]
    [InlineData("{\"a\":\n", "body", "the body cannot be read as JSON: it ends early or is malformed in line 2")]
    [InlineData("", "body", "the body is missing; send a JSON object")]
    public void Body_ThatCannotBeRead_SaysWhere(string body, string field, string detail) =>
        server.Send(HttpMethod.Post, RunPath, body).ShouldBeProblem(422, detail, field);

    [Fact]
    public void Body_WithSeveralMistakes_NamesAll()
    {
        var answer = server.Send(HttpMethod.Post, RunPath, """{"fee_rate":"x","warmup":true,"nope":1}""");

        answer["errors"].EnumerateObject().Select(error => error.Name).ShouldBe(["fee_rate", "nope", "warmup"]);
    }

    [Fact]
    public void Body_Missing_IsReported() => server.Send(HttpMethod.Post, RunPath).ShouldBeProblem(422, "the body is missing", "body");

    [Fact]
    public void Activation_WithoutItsField_NamesIt() =>
        server
            .Send(HttpMethod.Patch, fixture.Path("symbols/BTC_KRW"), "{}")
            .ShouldBeProblem(422, "is_active is missing; give true or false", "is_active");

    [Theory]
    [InlineData("""{"kind":"quote_amount"}""", "sizing.value", "sizing.value is missing")]
    [InlineData("""{"value":0.5}""", "sizing.kind", "sizing.kind is missing; give equity_fraction or quote_amount or base_quantity")]
    public void Sizing_Incomplete_IsRefused(string sizing, string field, string detail)
    {
        var answer = server.Send(HttpMethod.Post, RunPath, BodyWith("sizing", sizing));

        answer.ShouldBeProblem(422, detail, field);
        answer.Text.ShouldNotContain("NaN");
    }

    [Fact]
    public void Run_InvalidDates_AreReportedUnderTheirFields()
    {
        server
            .Send(HttpMethod.Post, RunPath, BodyWith("end_date", "\"soon\""))
            .ShouldBeProblem(422, "end_date: 'soon' is not a date or time", "end_date");
        server
            .Send(HttpMethod.Post, RunPath, BodyWith("end_date", "\"2023-01-01\""))
            .ShouldBeProblem(422, "start_date '2024-01-01' lies after end_date '2023-01-01'; swap them", "start_date");
    }

    [Theory]
    [InlineData("/api/ohlcv?symbols=BTC_KRW&timeframe=1H&end_date=soon", "end_date")]
    [InlineData("/api/ohlcv?symbols=BTC_KRW&timeframe=1H&start_date=soon", "start_date")]
    [InlineData("/api/data/quality?symbol=BTC_KRW&timeframe=1H&end_date=soon", "end_date")]
    [InlineData("/api/backtests/history?date_to=soon", "date_to")]
    public void Query_BadDate_IsReportedUnderItsName(string path, string field) =>
        server.Get(path).ShouldBeProblem(422, $"{field}: 'soon' is not a date or time", field);

    [Fact]
    public void Chart_BadEnd_IsReportedUnderItsName() =>
        server.Get(fixture.Path("chart?symbol=BTC_KRW&end=soon")).ShouldBeProblem(422, "end: 'soon' is not a date or time", "end");

    [Theory]
    [InlineData("start=2030-01-01")]
    [InlineData("end=2020-01-01")]
    [InlineData("start=2030-01-01&end=2031-01-01")]
    public void Chart_OutsideTheRunsRange_IsEmpty(string range)
    {
        var chart = server.Get(fixture.Path($"chart?symbol=BTC_KRW&{range}"));

        chart.Status.ShouldBe(200, chart.Text);
        (chart["candles", "timestamp"].GetArrayLength(), chart["entries"].GetArrayLength(), chart["exits"].GetArrayLength()).ShouldBe(
            (0, 0, 0)
        );
        chart["next_start"].ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Chart_StartAfterEnd_SuggestsSwappingThem() =>
        server
            .Get(fixture.Path("chart?symbol=BTC_KRW&start=2024-02-01&end=2024-01-01"))
            .ShouldBeProblem(422, "start '2024-02-01' lies after end '2024-01-01'; swap them", "start");

    [Theory]
    [InlineData("/api/data/inventory?limit=1&limit=2", "limit")]
    [InlineData("/api/data/inventory?symbol=a&symbol=b", "symbol")]
    [InlineData("/api/backtests/history?offset=1&offset=2", "offset")]
    public void Query_ParameterGivenTwice_HasTheSameMessageOnEachRoute(string path, string field) =>
        server.Get(path).ShouldBeProblem(422, $"{field} is given 2 times; give it once", field);

    [Theory]
    [InlineData("/api/data/inventory")]
    [InlineData("/api/backtests/history")]
    public void Query_BadPaging_HasTheSameMessageOnEachRoute(string path)
    {
        // One route has a maximum of 1000, the other of 100. Both messages begin with this text.
        server.Get($"{path}?limit=x").ShouldBeProblem(422, "limit cannot be 'x'; give a whole number from 1 to 1", "limit");
        server.Get($"{path}?offset=-1").ShouldBeProblem(422, "offset cannot be '-1'; give a whole number, 0 or more", "offset");
    }

    [Fact]
    public void Problems_OfOneStatus_HaveOneTitle()
    {
        string[] unknownPaths = ["/nowhere", "/api/backtests/nope", "/api/strategies/nope", "/api/ohlcv?symbols=ZZZ_KRW&timeframe=1H"];
        foreach (var path in unknownPaths)
            server.Get(path)["title"].GetString().ShouldBe("not found", path);
        server.Send(HttpMethod.Delete, "/api/ohlcv")["title"].GetString().ShouldBe("method not allowed");
    }

    [Fact]
    public void Description_Null_IsCleared()
    {
        var path = $"/api/backtests/{fixture.RunId}";
        server.Send(HttpMethod.Patch, path, """{"description":"a note","tags":["a"]}""").Status.ShouldBe(200);

        var unchanged = server.Send(HttpMethod.Patch, path, """{"tags":["b"]}""");
        var cleared = server.Send(HttpMethod.Patch, path, """{"description":null}""");
        var withoutTags = server.Send(HttpMethod.Patch, path, """{"tags":null}""");

        unchanged["description"].GetString().ShouldBe("a note");
        cleared["description"].ValueKind.ShouldBe(JsonValueKind.Null);
        cleared["tags"].GetRawText().ShouldBe("""["b"]""");
        withoutTags["tags"].GetRawText().ShouldBe("[]");
    }

    [Fact]
    public void NotFound_Detail_NamesNoShellCommandAndNoUnrequestedRange()
    {
        var run = server.Send(HttpMethod.Post, RunPath, BodyWith("symbols", "[\"ZZZ_KRW\"]"));
        var oneSymbol = server.Get("/api/ohlcv?symbols=ZZZ_KRW&timeframe=1H");
        var allSymbols = server.Get("/api/ohlcv?symbols=*&timeframe=1W");

        run.ShouldBeProblem(404, "no candle of ZZZ_KRW at 1H lies in 2024-01-01 to 2024-12-31; the inventory");
        oneSymbol.ShouldBeProblem(404, "no 1H candles of ZZZ_KRW; import");
        allSymbols.ShouldBeProblem(404, "no symbol has 1W candles");
        foreach (var answer in (HttpAnswer[])[run, oneSymbol, allSymbols])
            answer.Text.ShouldNotContain("bokgi ");
    }

    [Fact]
    public void DataRoot_Missing_IsALakeWithoutCandles()
    {
        using var serverWithoutLake = new HttpServer();
        serverWithoutLake.Get("/health").Status.ShouldBe(200);
        Directory.Delete(serverWithoutLake.DataRoot);

        var inventory = serverWithoutLake.Get("/api/data/inventory");

        (inventory.Status, inventory["total_count"].GetInt32()).ShouldBe((200, 0));
        serverWithoutLake.Get("/api/ohlcv?symbols=*").ShouldBeProblem(404, "no symbol has 1D candles; import or generate some");
        serverWithoutLake.Get("/api/ohlcv?symbols=BTC_KRW").ShouldBeProblem(404, "no 1D candles of BTC_KRW; import or collect them");
        serverWithoutLake.Send(HttpMethod.Post, RunPath, BodyWith("symbols", "[\"BTC_KRW\"]")).ShouldBeProblem(404, "no candle of BTC_KRW");
        serverWithoutLake.Get("/health/ready").Status.ShouldBe(503);
    }

    private static string BodyWith(string field, string value)
    {
        var fields = new Dictionary<string, string>
        {
            ["strategy"] = "\"volume_long_candle\"",
            ["symbols"] = "[\"BTC_KRW\"]",
            ["start_date"] = "\"2024-01-01\"",
            ["end_date"] = "\"2024-12-31\"",
            ["timeframe"] = "\"1H\"",
            [field] = value,
        };
        return $"{{{string.Join(",", fields.Select(entry => $"\"{entry.Key}\":{entry.Value}"))}}}";
    }
}
