using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Bokgi.Host.Platform.Keys;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>
/// The headers that stop browsers from guessing a response's type, and stop pages from loading content of other origins.
/// </summary>
public sealed class BrowserGuardTests(ApiKeyServer apiServer) : IClassFixture<ApiKeyServer>
{
    private const string AcceptHtml = "text/html,application/xhtml+xml;q=0.9";

    private static readonly string AdminSecret = ApiKeyServer.Secret(Role.Admin);

    [Theory]
    [InlineData(null)]
    [InlineData("nobody's")]
    [InlineData("viewer-secret-0001")]
    [InlineData("admin-secret-0003")]
    public void EveryRoute_AnyAnswer_ForbidsContentSniffing(string? key)
    {
        var endpoints = apiServer.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        var withoutHeader = new List<string>();
        foreach (var endpoint in endpoints)
        {
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"])
            {
                using var request = ApiKeyServer.CreateRequest(
                    method,
                    PathOf(endpoint),
                    key,
                    body: method is "GET" or "DELETE" ? null : "{}"
                );
                AddIfHeaderMissing(withoutHeader, apiServer.Server.SendForHeaders(request), $"{method} {endpoint.RoutePattern.RawText}");
            }
        }

        endpoints.Count.ShouldBeGreaterThan(40);
        withoutHeader.ShouldBeEmpty();
    }

    [Fact]
    public void Responses_OfEveryKind_ForbidContentSniffing()
    {
        using var limitedServer = new ApiKeyServer(
            new AdvanceableClock(),
            ("REQUESTS_PER_SECOND", "1"),
            ("REQUEST_BURST", "8"),
            ("MAX_BODY_BYTES", "1024"),
            ("FAILED_KEYS_PER_MINUTE", "1"),
            ("ALLOWED_ORIGINS", "https://charts.example")
        );
        using var preflight = ApiKeyServer.CreateRequest("OPTIONS", "/api/strategies", origin: "https://charts.example");
        preflight.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "GET");
        using var otherHostRequest = ApiKeyServer.CreateRequest("GET", "/health");
        otherHostRequest.Headers.Host = "evil.example";
        var large = $$"""{"key":"{{new string('x', 5_000)}}"}""";
        // The expected status, or 0 for any, and the response.
        (int Status, HttpAnswer Answer)[] answers =
        [
            (204, limitedServer.Server.Send(preflight)),
            (403, limitedServer.Server.Send(otherHostRequest)),
            (403, limitedServer.Send("GET", "/health", origin: "https://evil.example")),
            (401, limitedServer.Send("GET", "/api/strategies", "guess")),
            (429, limitedServer.Send("GET", "/api/strategies", "guess")),
            (413, limitedServer.Send("POST", "/api/session", body: large)),
            (404, limitedServer.Send("GET", "/nothing", AdminSecret)),
            (405, limitedServer.Send("PUT", "/health", AdminSecret)),
            (422, limitedServer.Send("GET", "/health?x=1", AdminSecret)),
            (415, limitedServer.Server.Send(TextRequest("/api/backtests/run"))),
            (200, limitedServer.Send("HEAD", "/api/strategies", AdminSecret)),
            // Use up the burst of 8 requests, so that the last one is refused.
            .. Enumerable.Range(0, 5).Select(_ => (0, limitedServer.Send("GET", "/api/strategies", AdminSecret))),
        ];

        answers.Last().Answer.ShouldBeProblem(429, "more than 1 requests a second");
        var withoutHeader = new List<string>();
        foreach (var (status, answer) in answers)
        {
            if (status > 0)
                answer.Status.ShouldBe(status, answer.Text);
            AddIfHeaderMissing(withoutHeader, answer, $"{answer.Status}");
        }

        withoutHeader.ShouldBeEmpty();
    }

    // Kestrel rejects malformed HTTP before the program can add headers. Its response needs none, because it has no body.
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "400")]
    [InlineData("nonsense\r\n\r\n", "400")]
    [InlineData("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", "505")]
    public void KestrelsResponse_ToMalformedHttp_HasNoBody(string request, string status)
    {
        using var client = new TcpClient("127.0.0.1", apiServer.Server.Address.Port);
        client.GetStream().Write(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);

        var answer = reader.ReadToEnd();

        answer.ShouldStartWith($"HTTP/1.1 {status} ");
        answer.ShouldContain("Content-Length: 0\r\n");
        answer.ShouldEndWith("\r\n\r\n");
    }

    [Theory]
    [InlineData("/docs/")]
    [InlineData("/jobs")]
    [InlineData("/jobs/servers")]
    [InlineData("/signin")]
    public void Page_WrittenByUsOrByALibrary_LoadsAndRunsOnlySameOriginContent(string path)
    {
        var page = apiServer.Send("GET", path, AdminSecret);

        (page.Status, page.MediaType).ShouldBe((200, "text/html"));
        var policy = page.Headers["Content-Security-Policy"];
        policy.ShouldStartWith("default-src 'none'; script-src ");
        policy.ShouldContain("connect-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldContain("base-uri 'none'");
        Directive(policy, "script-src").ShouldNotContain("unsafe");
        policy.ShouldNotContain("http");
        policy.ShouldNotContain("*");
        foreach (Match script in ScriptElement.Matches(page.Text))
            IsAllowed(script, policy).ShouldBeTrue(script.Value[..Math.Min(script.Length, 200)]);
    }

    [Fact]
    public void DocsPage_OpenedTwice_HasANewNonceEachTime()
    {
        var policies = Enumerable
            .Range(0, 2)
            .Select(_ => apiServer.Send("GET", "/docs/", AdminSecret).Headers["Content-Security-Policy"])
            .ToList();

        policies[0].ShouldNotBe(policies[1]);
    }

    [Fact]
    public void Page_OpenedWithoutASession_HasTheSignInPagesPolicy()
    {
        using var request = ApiKeyServer.CreateRequest("GET", "/jobs");
        request.Headers.TryAddWithoutValidation("Accept", AcceptHtml);

        var page = apiServer.Server.Send(request);

        (page.Status, page.MediaType).ShouldBe((401, "text/html"));
        page.Headers["Content-Security-Policy"].ShouldBe(apiServer.Send("GET", "/signin").Headers["Content-Security-Policy"]);
    }

    private static Regex ScriptElement =>
        new("<script(?<attributes>[^>]*)>(?<content>.*?)</script>", RegexOptions.Singleline, TimeSpan.FromSeconds(1));

    private static bool IsAllowed(Match script, string policy)
    {
        var (attributes, sources) = (script.Groups["attributes"].Value, Directive(policy, "script-src"));
        var nonce = Regex
            .Match(attributes, "nonce=\"(?<nonce>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .Groups["nonce"]
            .Value;
        var hash = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(script.Groups["content"].Value));
        return (attributes.Contains("src=", StringComparison.Ordinal) && sources.Contains("'self'", StringComparison.Ordinal))
            || (nonce.Length > 0 && sources.Contains($"'nonce-{nonce}'", StringComparison.Ordinal))
            || sources.Contains($"'sha256-{Convert.ToBase64String(hash)}'", StringComparison.Ordinal);
    }

    private static string Directive(string policy, string name) =>
        policy.Split("; ").Single(directive => directive.StartsWith($"{name} ", StringComparison.Ordinal));

    private static HttpRequestMessage TextRequest(string path)
    {
        var request = ApiKeyServer.CreateRequest("POST", path, AdminSecret);
        request.Content = new StringContent("x", Encoding.UTF8, "text/plain");
        return request;
    }

    private static void AddIfHeaderMissing(List<string> withoutHeader, HttpAnswer answer, string name)
    {
        if (answer.Headers.GetValueOrDefault("X-Content-Type-Options") != "nosniff")
            withoutHeader.Add($"{name} answered {answer.Status}");
    }

    // The route's path, with an x for every parameter.
    private static string PathOf(RouteEndpoint endpoint)
    {
        var segments = endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(TextOf)));
        return $"/{string.Join('/', segments)}";

        static string TextOf(RoutePatternPart part) => part is RoutePatternLiteralPart literal ? literal.Content : "x";
    }
}
