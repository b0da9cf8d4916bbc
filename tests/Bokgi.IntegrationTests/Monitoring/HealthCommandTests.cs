using System.Text.Json;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Events;
using Bokgi.IntegrationTests.Http;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Monitoring;

/// <summary><c>bokgi health</c> with real servers that answer, and with some that are stopped.</summary>
public sealed class HealthCommandTests : IDisposable
{
    // The command promises an answer within 5 s; a busy machine gets three times that.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    private readonly PostgresServer postgres = new();
    private readonly RedisServer redis = new();
    private readonly HttpServer server = new();

    public void Dispose()
    {
        server.Dispose();
        redis.Dispose();
        postgres.Dispose();
    }

    [Fact]
    public void Health_EverythingAnswers_ExitsWithTheMostSeriousLevel()
    {
        var result = RunHealth(postgres.CreateDatabase().ConnectionString, redis.Url);

        var checks = ReadChecks(result);
        checks
            .Select(check => check.Key)
            .ShouldBe(["queue", "workers", "database", "redis", "storage", "disk", "memory", "cpu", "clock", "api"], ignoreOrder: true);
        foreach (var name in (string[])["queue", "workers", "database", "redis", "storage", "clock", "api"])
            checks[name].GetProperty("level").GetString().ShouldBe("ok", result.Out);
        checks["database"].GetProperty("values").GetProperty("connections").GetDouble().ShouldBeGreaterThan(0);
        checks["redis"].GetProperty("values").GetProperty("memory_bytes").GetDouble().ShouldBeGreaterThan(0);
        var status = result.Json.GetProperty("status").GetString();
        result.ExitCode.ShouldBe(
            status switch
            {
                "ok" => 0,
                "warning" => 1,
                _ => 2,
            },
            "the machine itself may be busy"
        );
    }

    [Theory]
    [InlineData("database")]
    [InlineData("redis")]
    [InlineData("api")]
    public void Health_ServerStopped_IsNamedWithinTheDeadline(string stopped)
    {
        var database = postgres.CreateDatabase().ConnectionString;
        RunHealth(database, redis.Url); // creates the tables of the database
        if (stopped == "database")
            postgres.Stop();
        if (stopped == "redis")
            redis.Stop();

        var result = stopped == "api" ? RunHealth(database, redis.Url, port: "1") : RunHealth(database, redis.Url); // nothing listens on port 1

        result.ExitCode.ShouldBe(2);
        result.Duration.ShouldBeLessThan(Deadline);
        ReadChecks(result)
            .Where(check => check.Value.GetProperty("level").GetString() == "critical")
            .Select(check => check.Key)
            .Except(["cpu", "memory", "disk"]) // the machine itself may be busy or full
            .ShouldBe([stopped]);
    }

    [Fact]
    public void Health_BucketUnavailable_NamesStorage()
    {
        var s3 = new Dictionary<string, string>
        {
            ["AWS_BUCKET_NAME"] = "bucket",
            ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9",
            ["AWS_ACCESS_KEY_ID"] = "key",
            ["AWS_SECRET_ACCESS_KEY"] = "never-shown-secret",
        };

        var result = BokgiProcess.RunWithEnvironment([.. s3, new("PORT", Port)], "health");

        result.ExitCode.ShouldBe(2);
        result.Duration.ShouldBeLessThan(Deadline);
        result.Out.ShouldContain("S3 cannot be used; check the bucket and the AWS_ settings");
        result.Out.ShouldEndWith("CRITICAL\n");
        (result.Out + result.Error).ShouldNotContain("never-shown");
    }

    [Fact]
    public void Health_Korean_IsInKorean() =>
        BokgiProcess
            .RunWithEnvironment([new("PORT", "1"), new("LC_ALL", "ko_KR.UTF-8")], "health")
            .Out.ShouldContain("서버가 127.0.0.1:1에서 응답하지 않습니다. 'bokgi serve'로 띄우십시오");

    [Fact]
    public void Health_UnknownMode_IsRefused() => BokgiProcess.Run("health", "everything").ExitCode.ShouldBe(1);

    private string Port => server.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private BokgiResult RunHealth(string databaseUrl, string redisUrl, string? port = null) =>
        BokgiProcess.RunWithEnvironment(
            [new("DATABASE_URL", databaseUrl), new("REDIS_URL", redisUrl), new("PORT", port ?? Port)],
            "health",
            "--json"
        );

    private static Dictionary<string, JsonElement> ReadChecks(BokgiResult result) =>
        result.Json.GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!);
}
