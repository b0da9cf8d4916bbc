using System.Text.Json;
using Bokgi.Host.Platform.Access;
using Bokgi.Host.Platform.Keys;
using Bokgi.Host.Platform.OpenApi;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>Calls every route as every kind of caller. The routes come from the server's own list, so that none is forgotten.</summary>
public sealed class RouteRoleTests(ApiKeyServer apiServer) : IClassFixture<ApiKeyServer>
{
    // Routes that change nothing although their HTTP method suggests a change.
    private static readonly string[] ReadOnlyRoutes = [];

    private static readonly string[] PublicRoutes =
    [
        "DELETE /api/session",
        "GET /api/health",
        "GET /health",
        "GET /signin",
        "POST /api/session",
    ];

    [Fact]
    public void EveryRoute_WhereItIsMapped_DeclaresWhoMayCall()
    {
        UndeclaredRoutes(apiServer.Server).ShouldBeEmpty("say .Needs(Role.…) or .NeedsNoKey() where these are mapped");
    }

    [Fact]
    public void Route_WithoutADeclaration_IsListedAndRequiresAKey()
    {
        using var server = new HttpServer
        {
            Settings = { ["API_KEYS"] = ApiKeyServer.Keys },
            AddRoutes = app =>
            {
                app.MapPost("/forgotten/{thingId}", () => "open");
                app.MapGet("/torn", () => "open").Needs(Role.Admin).NeedsNoKey(); // contradicts itself
            },
        };

        server.Send(HttpMethod.Post, "/forgotten/x").ShouldBeProblem(401, "this server asks for a key");
        UndeclaredRoutes(server).ShouldBe(["POST /forgotten/{thing_id}", "GET /torn"]);
    }

    [Fact]
    public void EveryRoute_ThatChangesSomething_NeedsMoreThanAViewer()
    {
        var openToViewers = Routes().Where(route => route is { Method: not "GET", Role: Role.Viewer }).Select(route => route.Name);

        openToViewers.Except(ReadOnlyRoutes).ShouldBeEmpty("a viewer changes nothing");
        Routes().Where(route => route.Role is null).Select(route => route.Name).Order(StringComparer.Ordinal).ShouldBe(PublicRoutes);
    }

    [Fact]
    public void EveryRoute_WithoutAKey_IsRefused() =>
        ShouldAnswer((method, path) => ApiKeyServer.CreateRequest(method, path), route => route.Role is null ? Allowed : Unauthorized);

    [Theory]
    [InlineData("nobody's")]
    [InlineData("")]
    [InlineData("vera")]
    [InlineData("admin-secret-000")]
    [InlineData("admin-secret-0003x")]
    [InlineData("viewer-secret-0001 admin-secret-0003")]
    public void EveryRoute_WithAWrongKey_IsRefused(string key) =>
        ShouldAnswer((method, path) => ApiKeyServer.CreateRequest(method, path, key), route => route.Role is null ? Allowed : Unauthorized);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void EveryRoute_WithAKey_IsOpenToItsRoleAndHigherRoles(int rank) =>
        ShouldAnswer(
            (method, path) => ApiKeyServer.CreateRequest(method, path, ApiKeyServer.Secret((Role)rank)),
            route => route.Role is null || route.Role <= (Role)rank ? Allowed : Forbidden
        );

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void EveryRoute_WithASession_IsOpenToItsRoleAndHigherRoles(int rank)
    {
        ShouldAnswer(
            (method, path) => ApiKeyServer.CreateRequest(method, path, cookie: BeginSession(rank), origin: apiServer.Origin),
            route => route.Role is null || route.Role <= (Role)rank ? Allowed : Forbidden
        );
    }

    [Fact]
    public void EveryRouteThatChangesSomething_WithASessionButNoOrigin_IsForbidden()
    {
        var session = BeginSession((int)Role.Admin);
        ShouldAnswer(
            (method, path) => ApiKeyServer.CreateRequest(method, path, cookie: session),
            route => route.Method == "GET" ? Allowed : Forbidden
        );
    }

    [Fact]
    public void EveryRoute_WithAForgedSession_IsRefused() =>
        ShouldAnswer(
            (method, path) => ApiKeyServer.CreateRequest(method, path, cookie: "bokgi_session=CfDJ8forged", origin: apiServer.Origin),
            route => route.Role is null ? Allowed : Unauthorized
        );

    [Fact]
    public void EveryRoute_FromAnotherOrigin_IsForbidden()
    {
        var session = BeginSession((int)Role.Admin);
        foreach (var (key, cookie) in ((string?, string?)[])[(null, null), (ApiKeyServer.Secret(Role.Admin), null), (null, session)])
            ShouldAnswer((method, path) => ApiKeyServer.CreateRequest(method, path, key, cookie, "https://evil.example"), _ => Forbidden);
    }

    [Fact]
    public void EveryOperation_InTheDocument_NamesTheRoleItsRouteNeeds()
    {
        var document = apiServer.Send("GET", "/openapi/v1.json", ApiKeyServer.Secret(Role.Viewer));
        var documentedRoles = document["paths"]
            .EnumerateObject()
            .SelectMany(path =>
                path.Value.EnumerateObject()
                    .Select(operation => (Name: $"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value))
            )
            .ToDictionary(operation => operation.Name, operation => DocumentedRole(operation.Value));

        var neededRoles = Routes().ToDictionary(route => route.Name, route => route.Role);
        documentedRoles.Count.ShouldBeGreaterThan(20);
        documentedRoles.ShouldAllBe(entry => neededRoles.ContainsKey(entry.Key) && neededRoles[entry.Key] == entry.Value);
    }

    [Fact]
    public void UnknownPath_WithoutAKey_Is401AndNot404()
    {
        apiServer.Send("GET", "/nothing").ShouldBeProblem(401, "this server asks for a key");
        apiServer.Send("GET", "/nothing", ApiKeyServer.Secret(Role.Viewer)).ShouldBeProblem(404, "there is nothing at /nothing");
    }

    [Fact]
    public void Refusals_ToPrograms_SayWhatIsMissing()
    {
        var withoutKey = apiServer.Send("GET", "/api/strategies");
        withoutKey.ShouldBeProblem(401, "send it as Authorization: Bearer, or sign in at /signin");
        withoutKey.Headers["WWW-Authenticate"].ShouldBe("Bearer realm=\"bokgi\"");

        var wrongKey = apiServer.Send("GET", "/api/strategies", "nobody's");
        wrongKey.ShouldBeProblem(401, "is not one of this server");
        wrongKey.Headers["WWW-Authenticate"].ShouldBe("Bearer realm=\"bokgi\", error=\"invalid_token\"");
        wrongKey.Text.ShouldNotContain("nobody's");

        apiServer
            .Send("DELETE", "/api/backtests/x", ApiKeyServer.Secret(Role.Trader))
            .ShouldBeProblem(403, "DELETE /api/backtests/x needs the role admin, and the key 'tom' has trader");
    }

    // 503 means that the exchange is unavailable; only callers with permission get this answer.
    private static readonly Func<int, bool> Allowed = status => status is (< 500 and not (401 or 403)) or 503;
    private static readonly Func<int, bool> Unauthorized = status => status == 401;
    private static readonly Func<int, bool> Forbidden = status => status == 403;

    private static Role? DocumentedRole(JsonElement operation) =>
        operation.TryGetProperty("security", out var security)
            ? Enum.Parse<Role>(security[0].GetProperty("key")[0].GetString()!, ignoreCase: true)
            : null;

    // A test that requests every route begins a session for each request, because a route may end the session of its request.
    private string BeginSession(int rank) => apiServer.SignIn(ApiKeyServer.Secrets[rank]);

    private void ShouldAnswer(Func<string, string, HttpRequestMessage> createRequest, Func<Route, Func<int, bool>> expected)
    {
        var failures = new List<string>();
        var routes = Routes();
        foreach (var route in routes)
        {
            using var message = createRequest(route.Method, route.Path);
            var status = apiServer.Server.SendForStatus(message);
            if (!expected(route)(status))
                failures.Add($"{route.Name} ({route.Role?.ToString() ?? "everybody"}) answered {status}");
        }

        routes.Count.ShouldBeGreaterThan(20);
        failures.ShouldBeEmpty();
    }

    private static IEnumerable<string> UndeclaredRoutes(HttpServer server) =>
        Routes(server).Where(route => !route.IsDeclared).Select(route => route.Name);

    private List<Route> Routes() => Routes(apiServer.Server);

    private static List<Route> Routes(HttpServer server)
    {
        var endpoints = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
        return
        [
            .. endpoints.SelectMany(endpoint =>
                (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method =>
                    Route.Create(endpoint, method)
                )
            ),
        ];
    }

    private sealed record Route(string Method, string Pattern, string Path, Role? Role, bool IsDeclared)
    {
        public string Name => $"{Method} {Pattern}";

        public static Route Create(RouteEndpoint endpoint, string method)
        {
            var role = RequiredRole.Of(endpoint);
            var needsRole = role is not null;
            var isPublic = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            return new Route(
                method,
                $"/{ApiDescription.ToSnakeCase(endpoint.RoutePattern.RawText!.Trim('/'))}",
                $"/{string.Join('/', endpoint.RoutePattern.PathSegments.Select(FillIn))}",
                role,
                IsDeclared: needsRole != isPublic
            );
        }

        private static string FillIn(RoutePatternPathSegment segment) =>
            string.Concat(segment.Parts.Select(part => part is RoutePatternLiteralPart literal ? literal.Content : "x"));
    }
}
