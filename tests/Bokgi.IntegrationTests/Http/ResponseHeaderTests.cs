using System.Text.Json;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>The headers of responses, and HEAD requests.</summary>
public sealed class ResponseHeaderTests(RunEndpointsTests.RunServer fixture) : IClassFixture<RunEndpointsTests.RunServer>
{
    private const string CandlesPath = "/api/ohlcv?symbols=BTC_KRW&timeframe=1H";

    private readonly HttpServer server = fixture.Server;

    [Theory]
    [InlineData("/health")]
    [InlineData("/docs/")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/api/strategies")]
    [InlineData($"{CandlesPath}&format=parquet")]
    [InlineData($"{CandlesPath}&format=csv")]
    public void Head_AnyResource_HasTheHeadersOfGetAndNoBody(string path)
    {
        var (get, head) = (server.Get(path), server.Send(HttpMethod.Head, path));

        (head.Status, head.MediaType, head.Body.Length).ShouldBe((200, get.MediaType, 0));
        head.Headers.GetValueOrDefault("Content-Disposition").ShouldBe(get.Headers.GetValueOrDefault("Content-Disposition"));
        if (path.StartsWith(CandlesPath, StringComparison.Ordinal))
            head.Headers["Content-Length"].ShouldBe(get.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Head_UnknownPath_IsNotFound() => server.Send(HttpMethod.Head, "/nowhere").Status.ShouldBe(404);

    [Fact]
    public void Candles_RangeRequest_ReturnsThatPartOfTheFile()
    {
        var fullAnswer = server.Get($"{CandlesPath}&format=parquet");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{CandlesPath}&format=parquet");
        request.Headers.Range = new System.Net.Http.Headers.RangeHeaderValue(fullAnswer.Body.Length - 8, null);

        var partialAnswer = server.Send(request);

        (partialAnswer.Status, fullAnswer.Headers["Accept-Ranges"]).ShouldBe((206, "bytes"));
        partialAnswer.Body.ShouldBe(fullAnswer.Body[^8..]);
        partialAnswer.Headers["ETag"].ShouldBe(fullAnswer.Headers["ETag"]);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    [InlineData("parquet")]
    [InlineData("arrow")]
    public void Candles_SymbolWithoutCandles_IsNamedInAWarning(string format)
    {
        var withWarning = server.Get($"/api/ohlcv?symbols=BTC_KRW,ZZZ_KRW&timeframe=1H&format={format}");
        var withoutWarning = server.Get($"{CandlesPath}&format={format}");

        withWarning.Headers["X-Bokgi-Warnings"].ShouldBe("ZZZ_KRW has no 1H candle in the range");
        withoutWarning.Headers.ContainsKey("X-Bokgi-Warnings").ShouldBeFalse();
        if (format != "json")
            return;
        withWarning["warnings"].GetRawText().ShouldBe("""["ZZZ_KRW has no 1H candle in the range"]""");
        withoutWarning["warnings"].ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Candles_ManySymbolsWithoutCandles_AreCountedInTheHeader()
    {
        var names = string.Join(',', Enumerable.Range(0, 500).Select(i => $"A{i}_KRW"));

        var answer = server.Get($"/api/ohlcv?symbols=BTC_KRW,{names}&timeframe=1H");

        answer.Headers["X-Bokgi-Warnings"].ShouldEndWith("; and 490 more");
        answer["warnings"].GetArrayLength().ShouldBe(500);
    }
}
