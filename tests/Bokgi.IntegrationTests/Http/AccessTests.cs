using System.Net;
using System.Net.Sockets;
using System.Text;
using Bokgi.Host.Platform.Access;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>Which hosts and origins may call the server, how it refuses the others, and how many requests it accepts at a time.</summary>
public sealed class AccessTests : IDisposable
{
    private const int MaxRequests = 24;

    private readonly HttpServer server = new()
    {
        Settings =
        {
            ["ALLOWED_ORIGINS"] = "https://charts.example, http://localhost:5173",
            ["MAX_CONCURRENT_REQUESTS"] = $"{MaxRequests}",
        },
    };

    public void Dispose() => server.Dispose();

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:80")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("192.168.0.7")]
    [InlineData("bokgi.example.evil.example")]
    public void Request_UnknownHost_IsForbiddenOnEveryRoute(string host)
    {
        foreach (var path in (string[])["/health", "/api/strategies", "/docs/", "/openapi/v1.json", "/nothing"])
            Send(HttpMethod.Get, path, host, origin: null).ShouldBeProblem(403, "is not one of this server");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:1")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:8000")]
    [InlineData("bokgi.example")] // in ALLOWED_HOSTS
    public void Request_HostOfThisServer_IsAnswered(string host) =>
        Send(HttpMethod.Get, "/health", host, origin: null).Status.ShouldBe(200);

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("file://")]
    [InlineData("http://localhost:1")]
    [InlineData("http://bokgi.example.evil.example")]
    public void Request_UnknownOrigin_IsForbidden(string origin)
    {
        Send(HttpMethod.Get, "/health", host: null, origin).ShouldBeProblem(403, "may not use this server");
        Send(HttpMethod.Post, "/api/backtests/run", host: null, origin).ShouldBeProblem(403, "may not use this server");
    }

    [Fact]
    public void Request_OriginOfThisServer_IsAnswered()
    {
        Send(HttpMethod.Get, "/health", host: null, server.Address.GetLeftPart(UriPartial.Authority)).Status.ShouldBe(200);
        Send(HttpMethod.Get, "/health", host: null, "https://bokgi.example").Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("https://charts.example")]
    [InlineData("http://localhost:5173")]
    public void Request_ConfiguredOrigin_IsNamedInTheResponseHeader(string origin)
    {
        var answer = Send(HttpMethod.Get, "/api/strategies", host: null, origin);

        (answer.Status, answer.Headers["Access-Control-Allow-Origin"]).ShouldBe((200, origin));
        answer.Headers.ContainsKey("Access-Control-Allow-Credentials").ShouldBeFalse();
        answer.Headers["Vary"].ShouldContain("Origin");
        Send(HttpMethod.Get, "/nothing", host: null, origin).Headers["Access-Control-Allow-Origin"].ShouldBe(origin);
    }

    [Fact]
    public void Preflight_ConfiguredOrigin_IsAllowed()
    {
        var answer = Preflight("https://charts.example");

        answer.Status.ShouldBe(204);
        answer.Headers["Access-Control-Allow-Origin"].ShouldBe("https://charts.example");
        answer.Headers["Access-Control-Allow-Methods"].ShouldContain("DELETE");
        answer.Headers["Access-Control-Allow-Headers"].ShouldContain("Authorization");
        answer.Headers["Access-Control-Max-Age"].ShouldBe("600");
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://charts.example")]
    [InlineData("https://charts.example.evil.example")]
    public void Preflight_UnknownOrigin_IsForbidden(string origin)
    {
        var answer = Preflight(origin);

        answer.ShouldBeProblem(403, "name the origin in ALLOWED_ORIGINS");
        answer.Headers.Keys.ShouldNotContain(name => name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Errors_OfEveryKind_AreProblemDetails()
    {
        server.Get("/nothing").ShouldBeProblem(404, "there is nothing at /nothing");
        server.Send(HttpMethod.Post, "/health").ShouldBeProblem(405, "POST is not allowed at /health");
        server
            .Send(HttpMethod.Post, "/api/backtests/run", "x", "text/plain")
            .ShouldBeProblem(415, "send it with Content-Type: application/json");
        SendTooLarge().ShouldBeProblem(413, "larger than this server takes");
        server.Send(HttpMethod.Post, "/api/backtests/run", string.Empty).ShouldBeProblem(422, "body");
        server.Send(HttpMethod.Post, "/api/backtests/run", "null").ShouldBeProblem(422, "body");
        server.Send(HttpMethod.Post, "/api/backtests/run", "{").ShouldBeProblem(422, "cannot be read as JSON", "body");
        server
            .Send(HttpMethod.Post, "/api/backtests/run", """{"fee_rte":0}""")
            .ShouldBeProblem(422, "'fee_rte' is not a field of this request", "fee_rte");
        server
            .Send(HttpMethod.Post, "/api/backtests/run", """{"fee_rate":"0"}""")
            .ShouldBeProblem(422, "fee_rate cannot be \"0\"; give a number", "fee_rate");
        server
            .Send(HttpMethod.Post, "/api/backtests/run", """{"warmup":1,"warmup":2}""")
            .ShouldBeProblem(422, "warmup is given 2 times; give it once");
        server.Get("/health?x=1").ShouldBeProblem(422, "'x' is not a parameter of this route; it has none", "x");
    }

    [Fact]
    public async Task Request_WhenTheQueueIsFull_Gets429WithRetryAfter()
    {
        // Each client begins a request for a run and never sends the rest of its body.
        var cancel = TestContext.Current.CancellationToken;
        var clients = Enumerable.Range(0, MaxRequests + 1).Select(_ => BeginRunRequest()).ToList();
        try
        {
            var answer = new byte[4_096];
            var read = await await Task.WhenAny(clients.Select(client => client.GetStream().ReadAsync(answer, cancel).AsTask()));

            var text = Encoding.ASCII.GetString(answer, 0, read);
            text.ShouldStartWith("HTTP/1.1 429 Too Many Requests\r\n");
            text.ShouldContain("Retry-After: 1\r\n");
            text.ShouldContain("Content-Type: application/problem+json\r\n");
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public void Run_WhileOtherRequestsNeverEndTheirBodies_IsAnswered()
    {
        SampleLake.WriteHours(server.DataRoot, "BTC_KRW", 50);
        var clients = Enumerable.Range(0, 4 * ConcurrencyGate.MaximumConcurrency).Select(_ => BeginRunRequest()).ToList();

        server.RunBacktest(
            """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-02","timeframe":"1H"}"""
        );

        clients.ForEach(client => client.Dispose());
    }

    // Sends a body of one byte more than the 1 MiB that the route takes. The header Expect: 100-continue lets the client wait for the answer
    // before it sends the body. Without the header, it would still be sending when the server closes the connection.
    private HttpAnswer SendTooLarge()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/backtests/run");
        request.Content = new StringContent(new string(' ', (1 << 20) + 1), Encoding.UTF8, "application/json");
        request.Headers.ExpectContinue = true;
        return server.Send(request);
    }

    private TcpClient BeginRunRequest()
    {
        var client = new TcpClient();
        client.Connect(IPAddress.Loopback, server.Address.Port);
        client
            .GetStream()
            .Write("POST /api/backtests/run HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"u8);
        return client;
    }

    private HttpAnswer Preflight(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/backtests/x");
        request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "DELETE");
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", "authorization");
        return server.Send(request);
    }

    private HttpAnswer Send(HttpMethod method, string path, string? host, string? origin)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Host = host;
        if (origin is not null)
            request.Headers.TryAddWithoutValidation("Origin", origin);
        return server.Send(request);
    }
}
