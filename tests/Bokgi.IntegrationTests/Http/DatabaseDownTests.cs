using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

public sealed class DatabaseDownTests
{
    private const string RunBody =
        """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-31","timeframe":"1H"}""";

    [Fact]
    public void RoutesThatNeedTheDatabase_DatabaseStopped_Return503WithRetryAfter()
    {
        var postgres = new PostgresServer();
        using var server = new HttpServer { DatabaseUrl = postgres.CreateDatabase().ConnectionString };
        SampleLake.WriteHours(server.DataRoot, "BTC_KRW", 200);
        var runPath = $"/api/backtests/{server.RunBacktest(RunBody)["run_id"].GetString()}";

        postgres.Dispose();

        HttpAnswer[] answers =
        [
            server.Get("/api/backtests/latest"),
            server.Get("/api/backtests/history"),
            server.Get(runPath),
            server.Get($"{runPath}/trades"),
            server.Get("/api/strategies/presets"),
            server.Send(HttpMethod.Post, "/api/backtests/run", RunBody),
            server.Send(HttpMethod.Patch, runPath, """{"description":"x"}"""),
            server.Send(HttpMethod.Delete, runPath),
        ];
        foreach (var answer in answers)
        {
            answer.ShouldBeProblem(503, "the database cannot be used at the moment");
            answer.Headers["Retry-After"].ShouldBe("1");
        }

        server.Get("/health").Status.ShouldBe(200);
        server.Get("/health/ready").Status.ShouldBe(503);
        server.Get("/api/data/inventory").Status.ShouldBe(200);
    }

    [Fact]
    public void Session_DatabaseStopped_Gets503WhileKeysStillWork()
    {
        var postgres = new PostgresServer();
        using var apiServer = new ApiKeyServer(TimeProvider.System, ("DATABASE_URL", postgres.CreateDatabase().ConnectionString));
        var session = apiServer.SignIn(ApiKeyServer.Secrets[0]);

        postgres.Dispose();

        apiServer.Send("GET", "/api/strategies", cookie: session).ShouldBeProblem(503, "the database cannot be used at the moment");
        apiServer.Send("GET", "/health", cookie: session).Status.ShouldBe(200);
        apiServer.Send("GET", "/api/strategies", ApiKeyServer.Secrets[0]).Status.ShouldBe(200);
    }
}
