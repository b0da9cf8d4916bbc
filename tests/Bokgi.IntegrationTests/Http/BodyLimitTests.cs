using System.Text;
using Bokgi.Host.Platform.Access;
using Bokgi.Host.Platform.Bodies;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Platform.Keys;
using Bokgi.Host.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;
using static Bokgi.IntegrationTests.Http.BodyRequests;

namespace Bokgi.IntegrationTests.Http;

/// <summary>How much of a body each route reads, and what happens to larger ones.</summary>
public sealed class BodyLimitTests : IDisposable
{
    private readonly HttpServer server = new();

    private BodyBudget Budget => server.Services.GetRequiredService<BodyBudget>();

    public void Dispose() => server.Dispose();

    [Fact]
    public void EveryRouteWithABody_DeclaresItsLimit()
    {
        Routes(server)
            .Select(route => $"{route.Limit?.ToString() ?? "nothing"} {route.Name}")
            .Order(StringComparer.Ordinal)
            .ShouldBe([
                "1048576 POST /api/backtests/run",
                "1048576 POST /api/backtests/run-async",
                "1048576 POST /api/data/collect",
                "1048576 POST /api/simulation/start",
                "4096 POST /api/session",
                "65536 PATCH /api/backtests/{run_id}",
                "65536 PATCH /api/backtests/{run_id}/symbols/{symbol}",
                "65536 PATCH /api/simulation/sessions/{session_id}/symbols/{symbol}",
                "65536 POST /api/simulation/stop",
                "65536 POST /api/strategies/presets",
                "65536 POST /api/v1/monitoring/backups",
                "65536 POST /api/v1/monitoring/backups/verify",
                "65536 PUT /api/strategies/presets/{name}",
            ]);
    }

    [Fact]
    public void Route_WithoutADeclaredLimit_IsListedAndReadsASmallBody()
    {
        using var serverWithForgottenRoute = new HttpServer
        {
            AddRoutes = app => app.MapPost("/forgotten", (JsonBody<SymbolActivation> body) => $"{body.Value.IsActive}").Needs(Role.Trader),
        };

        Routes(serverWithForgottenRoute).Where(route => route.Limit is null).Select(route => route.Name).ShouldBe(["POST /forgotten"]);
        Send(serverWithForgottenRoute, "POST", "/forgotten", PadToLength("{\"is_active\":true}", 65_536), isChunked: false)
            .Text.ShouldBe("True");
        Send(serverWithForgottenRoute, "POST", "/forgotten", PadToLength("{\"is_active\":true}", 65_537), isChunked: false)
            .Status.ShouldBe(413);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EveryRouteWithABody_ReadsUpToItsLimitAndNotAByteMore(bool isChunked)
    {
        var routes = Routes(server);
        routes.Count.ShouldBe(13);
        foreach (var route in routes)
        {
            var limit = (int)route.Limit!.Value;
            var answer = Send(server, route.Method, route.Path, PadToLength("{\"no_field\":1}", limit), isChunked);
            answer.ShouldBeProblem(422, "'no_field' is not a field of this request", "no_field");
            foreach (var length in (int[])[limit + 1, (2 * limit) + 1])
                Send(server, route.Method, route.Path, PadToLength("{\"no_field\":1}", length), isChunked)
                    .ShouldBeProblem(413, $"the body is larger than this server takes for this route, {limit} bytes; send less");
        }

        Budget.TakenBytes.ShouldBe(0);
    }

    [Fact]
    public void EveryLimit_SmallerMaximumConfigured_IsCappedToIt()
    {
        server.Settings["MAX_BODY_BYTES"] = "5000";

        Routes(server).Select(route => route.Limit!.Value).Distinct().Order().ShouldBe([4_096, 5_000]);
        Send(server, "POST", RunPath, PadToLength("{}", 5_001), isChunked: true).Status.ShouldBe(413);
    }

    [Theory]
    [InlineData("GET", "/health")]
    [InlineData("POST", "/api/data/collection/trigger")]
    [InlineData("DELETE", "/api/strategies/presets/balanced")]
    [InlineData("POST", "/jobs/stats")]
    public void RouteThatReadsNoJson_LargeBody_IsRefusedToo(string method, string path) =>
        Send(server, method, path, new byte[65_537], isChunked: false).Status.ShouldBe(413);

    [Fact]
    public async Task Body_AnnouncedAsHuge_IsRefusedAtOnceAndItsConnectionClosed()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var client = BeginRequest(server, $"Content-Length: {1L << 40}\r\n\r\n{{");

        var answer = await new StreamReader(client.GetStream(), Encoding.ASCII).ReadToEndAsync(cancel);

        answer.ShouldStartWith("HTTP/1.1 413 ");
        answer.ShouldContain("Connection: close\r\n");
        answer.ShouldContain("\"status\":413");
    }

    [Fact]
    public async Task Body_ThatNeverEnds_IsRefusedAtTheLimitAndItsConnectionClosed()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var client = BeginRequest(server, "Transfer-Encoding: chunked\r\n\r\n");
        var chunk = Encoding.ASCII.GetBytes($"1000\r\n{new string(' ', 0x1000)}\r\n");
        var answer = new StreamReader(client.GetStream(), Encoding.ASCII).ReadToEndAsync(cancel);

        var sent = 0L;
        try
        {
            for (; !answer.IsCompleted; sent += 0x1000)
                await client.GetStream().WriteAsync(chunk, cancel);
        }
        catch (IOException) { } // expected: the server closes the connection

        sent.ShouldBeLessThan(64 * Mebibyte);
        (await ReadAnswerAsync(answer)).ShouldStartWith("HTTP/1.1 413 ");
        server.Get("/health").Status.ShouldBe(200);
        Budget.TakenBytes.ShouldBe(0);
    }

    [Fact]
    public void KestrelLimits_OfTheServer_RequireAMinimumBodyRate()
    {
        var limits = server.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        (limits.MinRequestBodyDataRate!.BytesPerSecond, limits.MinRequestBodyDataRate.GracePeriod).ShouldBe(
            (4_096, TimeSpan.FromSeconds(10))
        );
        limits.MaxRequestBufferSize.ShouldBe(65_536);
    }

    // Returns the server's answer. If the server reset the connection while this client was still sending, the answer is lost; the test then
    // assumes a 413.
    private static async Task<string> ReadAnswerAsync(Task<string> answer)
    {
        try
        {
            return await answer;
        }
        catch (IOException)
        {
            return "HTTP/1.1 413 ";
        }
    }
}
