using System.Text.Json;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Access;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Keys;
using Bokgi.Host.Platform.OpenApi;
using Bokgi.Host.Runs.Maintenance;
using Bokgi.IntegrationTests.Store;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

public sealed class SqliteAuditTransactionTests : AuditTransactionTests
{
    protected override string DatabaseUrl => string.Empty;

    protected override string BlockInsertsSql =>
        "CREATE TRIGGER audit_is_full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is full'); END";

    protected override string UnblockInsertsSql => "DROP TRIGGER audit_is_full";
}

public sealed class PostgresAuditTransactionTests(PostgresServer postgres) : AuditTransactionTests
{
    protected override string DatabaseUrl => postgres.CreateDatabase().ConnectionString;

    // Raises the error that PostgreSQL reports for a full disk.
    protected override string BlockInsertsSql =>
        """
            CREATE FUNCTION audit_is_full() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$ LANGUAGE plpgsql;
            CREATE TRIGGER audit_is_full BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_full()
            """;

    protected override string UnblockInsertsSql => "DROP TRIGGER audit_is_full ON audit";
}

/// <summary>A change and its entry in the audit log are stored together or not at all, on every route that changes something.</summary>
public abstract class AuditTransactionTests : IDisposable
{
    private const string RunBody =
        """{"strategy":"volume_long_candle","symbols":["BTC_KRW","ETH_KRW"],"start_date":"2024-01-01","end_date":"2024-01-02","timeframe":"1H"}""";

    private const string PresetBody = """{"strategy":"volume_long_candle","params":{}}""";

    private readonly Lazy<ApiKeyServer> lazyServer;

    protected AuditTransactionTests() =>
        lazyServer = new Lazy<ApiKeyServer>(() =>
            new ApiKeyServer(
                TimeProvider.System,
                ("DATABASE_URL", DatabaseUrl),
                ("SERVER_CONCURRENCY", "0"), // no worker changes anything meanwhile
                ("REQUEST_BURST", "100000"),
                ("SCHEDULER_SYMBOLS", "BTC_KRW"), // what POST /api/data/collection/trigger collects
                ("SCHEDULER_TIMEFRAMES", "1D")
            )
        );

    protected abstract string DatabaseUrl { get; }

    protected abstract string BlockInsertsSql { get; }

    protected abstract string UnblockInsertsSql { get; }

    private ApiKeyServer ApiServer => lazyServer.Value;

    public void Dispose()
    {
        if (lazyServer.IsValueCreated)
            lazyServer.Value.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task EveryChange_AuditEntryCannotBeWritten_IsRolledBack()
    {
        foreach (var symbol in (string[])["BTC_KRW", "ETH_KRW"])
            SampleLake.WriteHours(ApiServer.Server.DataRoot, symbol, 50);
        var runId = Send("POST", "/api/backtests/run", RunBody)["run_id"].GetString()!;
        var taskId = Send("POST", "/api/backtests/run-async", RunBody)["task_id"].GetString()!;
        var startBody = """{"symbols":["BTC_KRW"],"strategies":{"BTC_KRW":[{"strategy_name":"volume_long_candle"}]}}""";
        var sessionId = Send("POST", "/api/simulation/start", startBody)["session_id"].GetString()!;
        var cookie = ApiServer.SignIn(ApiKeyServer.Secret(Role.Trader));
        var sessionPath = $"/api/simulation/sessions/{sessionId}";
        var collectBody = """{"symbols":["BTC_KRW"],"timeframes":["1D"],"start_date":"2025-01-01","end_date":"2025-01-31"}""";
        var newPresetBody = """{"name":"own","strategy":"volume_long_candle","params":{}}""";
        // DELETE /api/session is not in the list, because only a request with a session can end one; it is sent after the others.
        (string Method, string Path, string Route, string? Body)[] changes =
        [
            ("POST", "/api/backtests/run", "/api/backtests/run", RunBody),
            ("POST", "/api/backtests/run-async", "/api/backtests/run-async", RunBody),
            ("PATCH", $"/api/backtests/{runId}", "/api/backtests/{run_id}", """{"description":"changed"}"""),
            ("PATCH", $"/api/backtests/{runId}/symbols/BTC_KRW", "/api/backtests/{run_id}/symbols/{symbol}", """{"is_active":false}"""),
            ("DELETE", $"/api/backtests/{runId}", "/api/backtests/{run_id}", null),
            ("DELETE", $"/api/backtests/tasks/{taskId}", "/api/backtests/tasks/{task_id}", null),
            ("POST", "/api/data/collect", "/api/data/collect", collectBody),
            ("POST", "/api/data/collection/trigger", "/api/data/collection/trigger", null),
            ("POST", "/api/strategies/presets", "/api/strategies/presets", newPresetBody),
            ("PUT", "/api/strategies/presets/balanced", "/api/strategies/presets/{name}", PresetBody),
            ("DELETE", "/api/strategies/presets/balanced", "/api/strategies/presets/{name}", null),
            ("POST", "/api/session", "/api/session", $$"""{"key":"{{ApiKeyServer.Secret(Role.Trader)}}"}"""),
            ("POST", "/api/simulation/start", "/api/simulation/start", startBody),
            ("POST", "/api/simulation/stop", "/api/simulation/stop", null),
            ("POST", $"{sessionPath}/pause", "/api/simulation/sessions/{session_id}/pause", null),
            ("POST", $"{sessionPath}/resume", "/api/simulation/sessions/{session_id}/resume", null),
            (
                "PATCH",
                $"{sessionPath}/symbols/BTC_KRW",
                "/api/simulation/sessions/{session_id}/symbols/{symbol}",
                """{"is_enabled":false}"""
            ),
            ("POST", $"{sessionPath}/positions/1-1/close", "/api/simulation/sessions/{session_id}/positions/{position_id}/close", null),
            ("POST", $"{sessionPath}/verify", "/api/simulation/sessions/{session_id}/verify", null),
            ("POST", "/api/v1/monitoring/alerts/test", "/api/v1/monitoring/alerts/test", null),
            ("POST", "/api/v1/monitoring/backups", "/api/v1/monitoring/backups", null),
            ("POST", "/api/v1/monitoring/backups/verify", "/api/v1/monitoring/backups/verify", null),
        ];
        changes.Select(change => $"{change.Method} {change.Route}").Append("DELETE /api/session").ShouldBe(Routes(), ignoreOrder: true);
        var before = Snapshot(runId);

        Execute(BlockInsertsSql);

        foreach (var (method, path, _, body) in changes)
        {
            var answer = ApiServer.Send(method, path, ApiKeyServer.Secret(Role.Admin), body: body);
            answer.Status.ShouldBeGreaterThanOrEqualTo(500, $"{method} {path}: {answer.Text}");
            answer.Headers.ContainsKey("Set-Cookie").ShouldBeFalse();
            answer.Text.ShouldNotContain("no room");
            Snapshot(runId).ShouldBe(before, $"{method} {path}");
        }

        ApiServer.Send("DELETE", "/api/session", cookie: cookie, origin: ApiServer.Origin).Status.ShouldBeGreaterThanOrEqualTo(500);
        Execute(UnblockInsertsSql);
        Snapshot(runId).ShouldBe(before);
        ApiServer.Send("GET", "/api/session", cookie: cookie).Status.ShouldBe(200, "the session has not ended");
        await ApiServer.Server.Services.GetServices<IHostedService>().OfType<OrphanSweep>().Single().SweepIfDueAsync();
        Directory
            .GetDirectories(Path.Combine(ApiServer.Server.StateRoot, "results", "backtests"), "*", SearchOption.AllDirectories)
            .Count(folder => Guid.TryParse(Path.GetFileName(folder), out _))
            .ShouldBe(1, "the files of the run that was not kept are gone");
    }

    [Fact]
    public void Audit_ResponseOtherThanTheUsualSuccess_RecordsItsStatus()
    {
        SampleLake.WriteHours(ApiServer.Server.DataRoot, "BTC_KRW", 50);
        SampleLake.WriteHours(ApiServer.Server.DataRoot, "ETH_KRW", 50);
        ApiServer.Server.Settings["RUN_SYNC_SECONDS"] = "0";
        Send("POST", "/api/backtests/run", RunBody, status: 202);

        var entry = ApiServer.Send("GET", "/api/v1/audit?limit=1", ApiKeyServer.Secret(Role.Admin))["items"][0];
        entry.GetProperty("route").GetString().ShouldBe("/api/backtests/run");
        entry.GetProperty("status").GetInt32().ShouldBe(202);
    }

    // Accepts the given status, or any 2xx status if none is given.
    private HttpAnswer Send(string method, string path, string body, int? status = null)
    {
        var answer = ApiServer.Send(method, path, ApiKeyServer.Secret(Role.Admin), body: body);
        answer.Status.ShouldBeInRange(status ?? 200, status ?? 299, answer.Text);
        return answer;
    }

    private void Execute(string statement)
    {
        using var context = ApiServer.Server.Services.GetRequiredService<BokgiDatabase>().Open();
        context.Database.ExecuteSqlRaw(statement);
    }

    // The texts of everything that the routes under test could change.
    private string Snapshot(string runId)
    {
        using var context = ApiServer.Server.Services.GetRequiredService<BokgiDatabase>().Open();
        var sessions = context
            .Set<PaperSessionRow>()
            .AsNoTracking()
            .OrderBy(row => row.Number)
            .Select(row => new { row.State, row.VerifiedLength });
        return string.Join(
            '\n',
            Get($"/api/backtests/{runId}"),
            Get("/api/backtests/history"),
            Get("/api/backtests/tasks"),
            Get("/api/strategies/presets"),
            JsonSerializer.Serialize(sessions.ToList()),
            context.Set<SessionCommandRow>().Count(),
            Get("/api/v1/audit")
        );
    }

    private string Get(string path) => ApiServer.Send("GET", path, ApiKeyServer.Secret(Role.Admin)).Text;

    // Hangfire's dashboard is left out: it stores its changes itself.
    private IEnumerable<string> Routes() =>
        ApiServer
            .Server.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => RequiredRole.Of(endpoint) != Role.Viewer)
            .SelectMany(endpoint =>
                (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method =>
                    $"{method} /{ApiDescription.ToSnakeCase(endpoint.RoutePattern.RawText!.Trim('/'))}"
                )
            )
            .Where(route => !route.StartsWith("GET ", StringComparison.Ordinal));
}
