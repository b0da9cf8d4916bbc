using Bokgi.Host.Platform.Access;
using Bokgi.Host.Platform.Keys;
using Bokgi.IntegrationTests.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

public sealed class SqliteAuditTests : AuditTests
{
    protected override string DatabaseUrl => string.Empty;
}

public sealed class PostgresAuditTests(PostgresServer postgres) : AuditTests
{
    protected override string DatabaseUrl => postgres.CreateDatabase().ConnectionString;
}

/// <summary>The audit log records who changed what, on both database engines.</summary>
public abstract class AuditTests : IDisposable
{
    private const string RunBody =
        """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-02","timeframe":"1H"}""";

    private readonly AdvanceableClock clock = new();
    private readonly Lazy<ApiKeyServer> lazyServer;

    protected AuditTests() => lazyServer = new Lazy<ApiKeyServer>(() => new ApiKeyServer(clock, ("DATABASE_URL", DatabaseUrl)));

    protected abstract string DatabaseUrl { get; }

    private ApiKeyServer ApiServer => lazyServer.Value;

    public void Dispose()
    {
        if (lazyServer.IsValueCreated)
            lazyServer.Value.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Audit_Changes_RecordsWhoDidWhat()
    {
        SampleLake.WriteHours(ApiServer.Server.DataRoot, "BTC_KRW", 50);
        var run = ApiServer.Send("POST", "/api/backtests/run", ApiKeyServer.Secret(Role.Trader), body: RunBody)["run_id"].GetString()!;
        clock.Advance(TimeSpan.FromSeconds(1));
        ApiServer.Send("PATCH", $"/api/backtests/{run}/symbols/BTC_KRW", ApiKeyServer.Secret(Role.Trader), body: """{"is_active":true}""");
        ApiServer.Send("DELETE", $"/api/backtests/{run}", ApiKeyServer.Secret(Role.Trader)).Status.ShouldBe(403);
        ApiServer.Send("DELETE", $"/api/backtests/{run}", ApiKeyServer.Secret(Role.Admin)).Status.ShouldBe(204);
        ApiServer
            .Send(
                "POST",
                "/api/strategies/presets",
                ApiKeyServer.Secret(Role.Trader),
                body: """{"name":"my-own","strategy":"volume_long_candle","params":{}}"""
            )
            .Status.ShouldBe(201);

        Entries()
            .ShouldBe([
                "2026-01-01T00:00:01Z tom 127.0.0.1 POST /api/strategies/presets my-own 201",
                $"2026-01-01T00:00:01Z ada 127.0.0.1 DELETE /api/backtests/{{run_id}} {run} 204",
                $"2026-01-01T00:00:01Z tom 127.0.0.1 DELETE /api/backtests/{{run_id}} {run} 403",
                $"2026-01-01T00:00:01Z tom 127.0.0.1 PATCH /api/backtests/{{run_id}}/symbols/{{symbol}} {run}/BTC_KRW 200",
                $"2026-01-01T00:00:00Z tom 127.0.0.1 POST /api/backtests/run {run} 200",
            ]);
    }

    [Fact]
    public void Audit_RequestsThatChangeNothing_IsEmpty()
    {
        ApiServer.Send("GET", "/api/backtests/history", ApiKeyServer.Secret(Role.Trader));
        ApiServer.Send("GET", "/api/v1/audit", ApiKeyServer.Secret(Role.Trader)).Status.ShouldBe(403);
        ApiServer.Send("POST", "/api/backtests/run", ApiKeyServer.Secret(Role.Trader), body: "{}").Status.ShouldBe(422);
        ApiServer.Send("DELETE", "/api/backtests/x", ApiKeyServer.Secret(Role.Admin)).Status.ShouldBe(404);
        ApiServer.Send("DELETE", "/api/backtests/x").Status.ShouldBe(401);
        ApiServer.Send("DELETE", "/api/backtests/x", ApiKeyServer.Secret(Role.Admin), origin: "https://evil.example").Status.ShouldBe(403);
        ApiServer.Send("POST", "/api/session", body: """{"key":"nobody's"}""").Status.ShouldBe(401);

        Entries().ShouldBeEmpty();
    }

    [Fact]
    public void Audit_SignInAndSignOut_NamesTheKeyButNoSecret()
    {
        var session = ApiServer.SignIn(ApiKeyServer.Secret(Role.Trader));
        ApiServer.Send("DELETE", "/api/strategies/presets/balanced", cookie: session, origin: ApiServer.Origin).Status.ShouldBe(204);
        ApiServer.Send("DELETE", "/api/session", cookie: session, origin: ApiServer.Origin);

        var answer = ApiServer.Send("GET", "/api/v1/audit", ApiKeyServer.Secret(Role.Admin));

        Entries()
            .ShouldBe([
                "2026-01-01T00:00:00Z tom 127.0.0.1 DELETE /api/session  204", // two spaces: the entry has no subject
                "2026-01-01T00:00:00Z tom 127.0.0.1 DELETE /api/strategies/presets/{name} balanced 204",
                "2026-01-01T00:00:00Z tom 127.0.0.1 POST /api/session  200",
            ]);
        answer.Text.ShouldNotContain("secret");
        answer.Text.ShouldNotContain(session);
    }

    [Fact]
    public void Audit_Paged_ReturnsTheRequestedPage()
    {
        for (var i = 0; i < 5; i++)
            ApiServer
                .Send("PUT", "/api/strategies/presets/balanced", ApiKeyServer.Secret(Role.Trader), body: PresetBody)
                .Status.ShouldBe(200);

        var page = ApiServer.Send("GET", "/api/v1/audit?limit=2&offset=4", ApiKeyServer.Secret(Role.Admin));

        (page["total"].GetInt32(), page["limit"].GetInt32(), page["offset"].GetInt32()).ShouldBe((5, 2, 4));
        page["items"].GetArrayLength().ShouldBe(1);
        ApiServer.Send("GET", "/api/v1/audit?limit=1001", ApiKeyServer.Secret(Role.Admin)).ShouldBeProblem(422, "from 1 to 1000", "limit");
    }

    [Fact]
    public void Audit_PostRequestThatOnlyReads_IsNotRecorded()
    {
        using var server = new HttpServer
        {
            Clock = clock,
            AddRoutes = app =>
                app.Map("/pages/{**path}", () => Results.NoContent())
                    .Needs(Role.Admin)
                    .IsReadOnly(request => request.Path == "/pages/stats"),
        };

        server.Send(HttpMethod.Post, "/pages/stats").Status.ShouldBe(204);
        server.Send(HttpMethod.Post, "/pages/recurring/trigger").Status.ShouldBe(204);

        var entry = server.Get("/api/v1/audit")["items"].EnumerateArray().ShouldHaveSingleItem();
        entry.GetProperty("caller").GetString().ShouldBe("local");
        entry.GetProperty("route").GetString().ShouldBe("/pages/{**path}");
        entry.GetProperty("subject").GetString().ShouldBe("recurring/trigger");
    }

    private const string PresetBody = """{"strategy":"volume_long_candle","params":{}}""";

    private List<string> Entries() =>
        [
            .. ApiServer
                .Send("GET", "/api/v1/audit", ApiKeyServer.Secret(Role.Admin))["items"]
                .EnumerateArray()
                .Select(entry =>
                    string.Join(
                        ' ',
                        ((string[])["time", "caller", "address", "method", "route", "subject", "status"]).Select(name =>
                            entry.GetProperty(name).ToString()
                        )
                    )
                ),
        ];
}
