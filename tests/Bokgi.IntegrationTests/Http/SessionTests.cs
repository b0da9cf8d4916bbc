using System.Text.Json;
using System.Text.RegularExpressions;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Keys;
using Bokgi.Host.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

public sealed class SessionTests : IDisposable
{
    // Starts at 2026-01-01T00:00Z. A session lasts for seven days.
    private readonly AdvanceableClock clock = new();
    private readonly ApiKeyServer apiServer;

    public SessionTests() => apiServer = new ApiKeyServer(clock);

    public void Dispose() => apiServer.Dispose();

    [Fact]
    public void SignIn_WithAKey_GivesACookieThatScriptsCannotRead()
    {
        var answer = apiServer.Send("POST", "/api/session", body: Body(ApiKeyServer.Secret(Role.Trader)));

        answer.Status.ShouldBe(200, answer.Text);
        answer.Text.ShouldBe("""{"name":"tom","role":"trader","expires_at":"2026-01-08T00:00:00Z"}""");
        var cookie = answer.Headers["Set-Cookie"].ToLowerInvariant();
        foreach (var part in (string[])["httponly", "samesite=strict", "path=/", "expires=thu, 08 jan 2026 00:00:00 gmt"])
            cookie.Split("; ").ShouldContain(part);
        cookie.ShouldNotContain("secure", Case.Sensitive, "this server speaks http");
        cookie.ShouldNotContain("trader");
        answer.Headers["Cache-Control"].ShouldContain("no-store");
    }

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public async Task Cookie_ByScheme_IsSecureOnlyForHttps(string scheme, bool isSecure)
    {
        using var scope = apiServer.Server.Services.CreateScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, Request = { Scheme = scheme } };

        var database = scope.ServiceProvider.GetRequiredService<BokgiDatabase>();
        await SessionCookie.BeginAsync(context, new ApiKey("ada", Role.Admin, "admin-secret-0003"), database, clock);

        context.Response.Headers.SetCookie.ToString().Split("; ").Contains("secure").ShouldBe(isSecure);
    }

    [Theory]
    [InlineData("""{"key":"nobody's"}""", 401, "is not one of this server")]
    [InlineData("""{"key":""}""", 422, "key is missing")]
    [InlineData("""{"key":null}""", 422, "key is missing")]
    [InlineData("""{}""", 422, "key is missing")]
    [InlineData("""{"name":"ada"}""", 422, "'name' is not a field")]
    [InlineData("""{"key":["admin-secret-0003"]}""", 422, "key")]
    public void SignIn_WithoutAKeyOfTheServer_IsRefused(string body, int status, string detail)
    {
        var answer = apiServer.Send("POST", "/api/session", body: body);

        answer.ShouldBeProblem(status, detail);
        answer.Headers.ContainsKey("Set-Cookie").ShouldBeFalse();
        answer.Text.ShouldNotContain("nobody's");
        answer.Text.ShouldNotContain("admin-secret-0003");
    }

    [Fact]
    public void Session_OfAKey_IsShownAndHasTheRightsOfTheKey()
    {
        var session = apiServer.SignIn(ApiKeyServer.Secret(Role.Admin));

        apiServer
            .Send("GET", "/api/session", cookie: session)
            .Text.ShouldBe("""{"name":"ada","role":"admin","expires_at":"2026-01-08T00:00:00Z"}""");
        apiServer.Send("GET", "/docs/", cookie: session).MediaType.ShouldBe("text/html");
        apiServer
            .Send("GET", "/api/session", ApiKeyServer.Secret(Role.Viewer), session)
            .Text.ShouldBe("""{"name":"vera","role":"viewer","expires_at":null}""", "a key in the request takes precedence");
        apiServer.Send("GET", "/api/session", "nobody's", session).Status.ShouldBe(401);
    }

    [Fact]
    public void Session_AfterSevenDays_HasExpired()
    {
        var session = apiServer.SignIn(ApiKeyServer.Secret(Role.Viewer));
        clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        apiServer.Send("GET", "/api/strategies", cookie: session).Status.ShouldBe(200);

        clock.Advance(TimeSpan.FromSeconds(2));

        apiServer.Send("GET", "/api/strategies", cookie: session).Status.ShouldBe(401);
    }

    [Fact]
    public void Session_Ended_IsInvalidForEveryCopyOfItsCookie()
    {
        var session = apiServer.SignIn(ApiKeyServer.Secret(Role.Viewer));
        var otherSession = apiServer.SignIn(ApiKeyServer.Secret(Role.Viewer));

        var answer = apiServer.Send("DELETE", "/api/session", cookie: session, origin: apiServer.Origin);

        answer.Status.ShouldBe(204);
        answer.Headers["Set-Cookie"].ShouldStartWith("bokgi_session=; expires=Thu, 01 Jan 1970");
        apiServer.Send("GET", "/api/strategies", cookie: session).Status.ShouldBe(401);
        apiServer.Send("GET", "/api/strategies", cookie: otherSession).Status.ShouldBe(200);
        apiServer.Send("DELETE", "/api/session", cookie: session, origin: apiServer.Origin).Status.ShouldBe(204);
        apiServer.Send("DELETE", "/api/session").Status.ShouldBe(204);
        apiServer.Server.Restart();
        apiServer.Send("GET", "/api/strategies", cookie: session).Status.ShouldBe(401);
    }

    [Fact]
    public void Session_AfterARestart_IsKept()
    {
        var session = apiServer.SignIn(ApiKeyServer.Secret(Role.Trader));

        apiServer.Server.Restart();

        apiServer.Send("GET", "/api/session", cookie: session)["name"].GetString().ShouldBe("tom");
    }

    // A key is name:role:secret, and the secret of tom contains a colon.
    [Theory]
    [InlineData("vera:viewer:viewer-secret-0001", "the key is gone")]
    [InlineData("vera:viewer:viewer-secret-0001,tom:trader:another-secret-0004", "the key has another secret")]
    [InlineData("vera:viewer:viewer-secret-0001,tim:trader:trader:secret-0002", "the secret belongs to another name")]
    public void Session_WhoseKeyWasRevoked_IsInvalid(string keys, string reason)
    {
        var session = apiServer.SignIn(ApiKeyServer.Secret(Role.Trader));
        var otherSession = apiServer.SignIn(ApiKeyServer.Secret(Role.Viewer));

        apiServer.Server.Settings["API_KEYS"] = keys;
        apiServer.Server.Restart();

        apiServer.Send("GET", "/api/strategies", cookie: session).Status.ShouldBe(401, reason);
        apiServer.Send("GET", "/api/strategies", cookie: otherSession).Status.ShouldBe(200);
    }

    [Fact]
    public void Session_RoleOfItsKeyChanged_HasTheNewRole()
    {
        var session = apiServer.SignIn(ApiKeyServer.Secret(Role.Trader));

        apiServer.Server.Settings["API_KEYS"] = "tom:viewer:trader:secret-0002";
        apiServer.Server.Restart();

        apiServer.Send("GET", "/api/session", cookie: session)["role"].GetString().ShouldBe("viewer");
        apiServer.Send("DELETE", "/api/strategies/presets/balanced", cookie: session, origin: apiServer.Origin).Status.ShouldBe(403);
    }

    [Fact]
    public void DataProtectionKeys_OnDisk_AreReadableOnlyByTheirOwner()
    {
        apiServer.SignIn(ApiKeyServer.Secret(Role.Viewer));
        var folder = new DirectoryInfo(Path.Combine(apiServer.Server.StateRoot, "keys"));

        folder.UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        folder.GetFiles().ShouldNotBeEmpty();
        folder
            .GetFiles()
            .ShouldAllBe(file => file.UnixFileMode == (UnixFileMode.UserRead | UnixFileMode.UserWrite) && file.Extension == ".xml");
    }

    [Fact]
    public void Server_WithoutKeys_CreatesNoSessions()
    {
        using var server = new HttpServer();

        server.Send(HttpMethod.Post, "/api/session", Body("x")).ShouldBeProblem(409, "this server requires no keys");
        server.Get("/api/session").Text.ShouldBe("""{"name":"local","role":"admin","expires_at":null}""");
        using var requestWithExpiredSession = ApiKeyServer.CreateRequest(
            "DELETE",
            "/api/strategies/presets/balanced",
            cookie: "bokgi_session=expired"
        );
        server.Send(requestWithExpiredSession).Status.ShouldBe(204);
    }

    [Fact]
    public void Page_OpenedWithoutASession_IsTheSignInPageWithTheReturnAddress()
    {
        using var request = ApiKeyServer.CreateRequest("GET", "/docs/?x=1&y=%22%3E");
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");

        var answer = apiServer.Server.Send(request);

        (answer.Status, answer.MediaType).ShouldBe((401, "text/html"));
        answer.Text.ShouldContain("data-return=\"/docs/?x=1&amp;y=%22%3E\"");
        answer.Headers.ContainsKey("Location").ShouldBeFalse();
        ShouldHaveStrictPolicy(answer);
        using var apiRequest = ApiKeyServer.CreateRequest("GET", "/api/strategies");
        apiRequest.Headers.TryAddWithoutValidation("Accept", "text/html");
        apiServer.Server.Send(apiRequest).ShouldBeProblem(401, "this server asks for a key");
    }

    [Fact]
    public void SignInPage_WithoutASession_LoadsNothingFromOtherServers()
    {
        var answer = apiServer.Send("GET", "/signin?return=%2Fjobs%2Fservers");

        (answer.Status, answer.MediaType).ShouldBe((200, "text/html"));
        answer.Text.ShouldContain("data-return=\"/jobs/servers\"");
        answer.Text.ShouldContain("로그인");
        answer.Text.ShouldContain("Sign in");
        foreach (var forbiddenText in (string[])["http:", "https:", "src=", "href=", "url(", "@import"])
            answer.Text.ShouldNotContain(forbiddenText);
        ShouldHaveStrictPolicy(answer);
        apiServer.Send("GET", "/signin?return=%2F%2Fevil.example").Text.ShouldContain("data-return=\"/docs/\"");
        apiServer.Send("GET", "/signin").Text.ShouldContain("data-return=\"/docs/\"");
    }

    private static void ShouldHaveStrictPolicy(HttpAnswer page)
    {
        var policy = page.Headers["Content-Security-Policy"];
        policy.ShouldStartWith("default-src 'none';");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        foreach (var (element, directive) in ((string, string)[])[("script", "script-src"), ("style", "style-src")])
        {
            var content = Element(element).Matches(page.Text).ShouldHaveSingleItem().Groups[1].Value;
            var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)));
            policy.ShouldContain($"{directive} 'sha256-{hash}'");
        }

        page.Headers["Cache-Control"].ShouldBe("no-store");
        page.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
    }

    private static Regex Element(string name) => new($"<{name}>(.*?)</{name}>", RegexOptions.Singleline, TimeSpan.FromSeconds(1));

    private static string Body(string key) => JsonSerializer.Serialize(new { key });
}
