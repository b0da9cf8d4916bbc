using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>The server treats requests as the OpenAPI document says.</summary>
public sealed class OpenApiConformanceTests(OpenApiConformanceTests.DocumentedServer fixture)
    : IClassFixture<OpenApiConformanceTests.DocumentedServer>
{
    private const string RunPath = "/api/backtests/run";

    private readonly HttpServer server = fixture.Server;

    [Fact]
    public void BacktestForm_Example_Runs() => server.RunBacktest(Form("BacktestForm").GetProperty("examples")[0].GetRawText());

    [Fact]
    public void PresetForm_Example_IsStored() =>
        server
            .Send(HttpMethod.Post, "/api/strategies/presets", Form("PresetForm").GetProperty("examples")[0].GetRawText())
            .Status.ShouldBe(201);

    [Fact]
    public void BacktestForm_Defaults_AreThoseOfARun()
    {
        var run = server.RunBacktest(MinimalBody().ToJsonString());

        foreach (var field in Form("BacktestForm").GetProperty("properties").EnumerateObject())
        {
            if (field.Value.TryGetProperty("default", out var defaultValue))
                JsonElement
                    .DeepEquals(run[field.Name], defaultValue)
                    .ShouldBeTrue($"{field.Name} is {run[field.Name]} and not {defaultValue}");
        }
    }

    [Fact]
    public void BacktestForm_RequiredFields_AreReportedWhenMissing()
    {
        var errors = server.Send(HttpMethod.Post, RunPath, "{}")["errors"].EnumerateObject().Select(error => error.Name);

        errors.ShouldBe(Form("BacktestForm").GetProperty("required").EnumerateArray().Select(name => name.GetString()), ignoreOrder: true);
    }

    [Fact]
    public void BacktestForm_Ranges_AreEnforced()
    {
        var checkedBounds = 0;
        foreach (var field in Form("BacktestForm").GetProperty("properties").EnumerateObject())
        {
            // An exclusive bound is itself outside the range, so it is refused.
            foreach (
                var (bound, statusAtBound, stepBeyond) in ((string, int, double)[])
                    [("minimum", 200, -1), ("maximum", 200, 1), ("exclusiveMinimum", 422, 0), ("exclusiveMaximum", 422, 0)]
            )
            {
                if (!field.Value.TryGetProperty(bound, out var value))
                    continue;
                checkedBounds++;
                Send(field.Name, value.GetDouble()).Status.ShouldBe(statusAtBound, $"{field.Name} at its {bound}");
                Send(field.Name, value.GetDouble() + stepBeyond).Status.ShouldBe(422, $"{field.Name} beyond its {bound}");
            }
        }

        checkedBounds.ShouldBe(14); // the number of bounds that BacktestForm declares
    }

    [Theory]
    [InlineData("execution")]
    [InlineData("timeframe")]
    [InlineData("strategy")]
    public void BacktestForm_EnumValues_AreAccepted(string field)
    {
        var values = Form("BacktestForm").GetProperty("properties").GetProperty(field).GetProperty("enum").EnumerateArray();
        foreach (var value in values.Where(value => value.ValueKind == JsonValueKind.String))
        {
            var body = MinimalBody();
            body[field] = value.GetString();
            server.Send(HttpMethod.Post, RunPath, body.ToJsonString()).Status.ShouldBeOneOf(200, 404); // 404: no candles of the timeframe
        }
    }

    [Fact]
    public void Query_WholeNumberRanges_AreEnforced()
    {
        foreach (var path in (string[])["/api/data/inventory", "/api/backtests/history", "/api/v1/audit"])
        {
            foreach (var parameter in fixture.Document["paths", path, "get", "parameters"].EnumerateArray())
            {
                var (name, schema) = (parameter.GetProperty("name").GetString(), parameter.GetProperty("schema"));
                if (!schema.TryGetProperty("minimum", out var minimum))
                    continue;
                server.Get($"{path}?{name}={minimum}").Status.ShouldBe(200, name);
                server.Get($"{path}?{name}={minimum.GetInt32() - 1}").Status.ShouldBe(422, name);
                if (schema.TryGetProperty("maximum", out var maximum))
                    server.Get($"{path}?{name}={maximum.GetInt32() + 1}").Status.ShouldBe(422, name);
            }
        }
    }

    private static JsonObject MinimalBody() =>
        JsonNode
            .Parse("""{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-12-31"}""")!
            .AsObject();

    private HttpAnswer Send(string field, double value)
    {
        var body = MinimalBody();
        body[field] = JsonNode.Parse(value.ToString("R", CultureInfo.InvariantCulture));
        return server.Send(HttpMethod.Post, RunPath, body.ToJsonString());
    }

    private JsonElement Form(string name) => fixture.Document["components", "schemas", name];

    /// <summary>A server with hourly and daily candles, and its OpenAPI document.</summary>
    public sealed class DocumentedServer : IDisposable
    {
        private readonly Lazy<HttpAnswer> document;

        public DocumentedServer()
        {
            SampleLake.WriteHours(Server.DataRoot, "BTC_KRW", 300);
            SampleLake.WriteDays(Server.DataRoot, "BTC_KRW", 30);
            document = new Lazy<HttpAnswer>(() => Server.Get("/openapi/v1.json"));
        }

        public HttpServer Server { get; } = new();

        public HttpAnswer Document => document.Value;

        public void Dispose() => Server.Dispose();
    }
}
