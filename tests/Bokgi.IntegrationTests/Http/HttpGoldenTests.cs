using System.Text.Json;
using System.Text.Json.Nodes;
using Bokgi.IntegrationTests.CommandLine;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>Sends each request of <see cref="GoldenFigures"/> over HTTP, and compares the figures in the answer with the golden ones.</summary>
public sealed class HttpGoldenTests(HttpGoldenTests.GoldenServer fixture) : IClassFixture<HttpGoldenTests.GoldenServer>
{
    public static TheoryData<int> Cases { get; } = [.. Enumerable.Range(0, 21)]; // all golden cases

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_GoldenRequest_GivesItsFiguresAndIsStored(int index)
    {
        var goldenCase = GoldenFigures.ReadCases()[index];

        var run = fixture.Server.RunBacktest(Body(goldenCase.GetProperty("request")));

        var expected = goldenCase.GetProperty("expected");
        GoldenFigures.FindDifferences(expected, run["symbols"].EnumerateArray().ShouldHaveSingleItem()).ShouldBeEmpty($"case {index}");
        GoldenFigures.FindDifferences(expected, run["totals"]).ShouldBeEmpty($"totals of case {index}");
        var runId = run["run_id"].GetString();
        fixture.Server.Get($"/api/backtests/{runId}").Text.ShouldBe(run.Text);
        fixture
            .Server.Get($"/api/backtests/{runId}/trades?limit=1")["total"]
            .GetInt32()
            .ShouldBe(expected.GetProperty("trades").GetInt32());
        fixture
            .Server.Get($"/api/backtests/{runId}/signals?limit=1")["total"]
            .GetInt32()
            .ShouldBe(expected.GetProperty("signals").GetInt32());
    }

    private static string Body(JsonElement request)
    {
        var body = JsonNode.Parse(request.GetRawText())!.AsObject();
        body["symbols"] = new JsonArray(request.GetProperty("symbol").GetString());
        body.Remove("symbol");
        return body.ToJsonString();
    }

    /// <summary>A server over the shared lake and the hand-made candles.</summary>
    public sealed class GoldenServer : IDisposable
    {
        private readonly HttpServer server = new();

        // Filled on first use instead of in the constructor: if the shared lake is absent, FillLake throws an exception that skips the running test,
        // and a fixture must not throw it from its constructor.
        private readonly Lazy<HttpServer> serverWithLake;

        public GoldenServer() => serverWithLake = new Lazy<HttpServer>(FillLake);

        public HttpServer Server => serverWithLake.Value;

        public void Dispose() => server.Dispose();

        private HttpServer FillLake()
        {
            server.CopySharedLake();
            GoldenFigures.ImportHandmade(server.DataRoot);
            return server;
        }
    }
}
