using System.Text.Json;
using Bokgi.Host.Platform.Keys;
using Bokgi.Host.Platform.Logging;
using Bokgi.IntegrationTests.Http;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Monitoring;

/// <summary>The log of a server: what it contains, who may read it, and how it is searched.</summary>
public sealed class LogEndpointTests : IDisposable
{
    private const string Logs = "/api/v1/monitoring/logs";
    private const string RunWithoutCandles =
        """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-02","timeframe":"1H"}""";

    private readonly ApiKeyServer apiServer = new();

    public void Dispose() => apiServer.Dispose();

    [Fact]
    public void Logs_TaskThatFails_HaveTheIdOfTheRequestThatQueuedIt()
    {
        using var request = ApiKeyServer.CreateRequest(
            "POST",
            "/api/backtests/run-async",
            ApiKeyServer.Secret(Role.Trader),
            body: RunWithoutCandles
        );
        const string TraceId = "0af7651916cd43dd8448eb211c80319c";
        request.Headers.Add("traceparent", $"00-{TraceId}-b7ad6b7169203331-01");
        var task = apiServer.Server.Send(request)["task_id"].GetString()!;
        apiServer.Server.WaitUntil(() => ReadLines($"{Logs}?task_id={task}").Length > 0);

        var taskLine = ReadLines($"{Logs}?task_id={task}").ShouldHaveSingleItem();
        taskLine.GetProperty("level").GetString().ShouldBe("warning");
        taskLine.GetProperty("message").GetString()!.ShouldStartWith($"the task {task} failed, since step 0 cannot be done: ");
        taskLine.GetProperty("context").GetString().ShouldBe("Bokgi.Host.Tasks.StepRunner");
        taskLine.GetProperty("process").GetString().ShouldBe("app");
        var requestId = taskLine.GetProperty("request_id").GetString()!;
        requestId.ShouldStartWith($"00-{TraceId}-");

        var requestLine = ReadLines($"{Logs}?request_id={TraceId}&search=answered").ShouldHaveSingleItem();
        requestLine.GetProperty("request_id").GetString().ShouldBe(requestId);
        requestLine.GetProperty("trace_id").GetString().ShouldBe(TraceId);
        requestLine.GetProperty("message").GetString()!.ShouldStartWith("POST /api/backtests/run-async answered 202 in ");
        requestLine.GetProperty("properties").GetProperty("status").GetInt32().ShouldBe(202);
    }

    [Fact]
    public void Logs_RequestThatFails_HaveItsStatus()
    {
        Directory.Delete(apiServer.Server.DataRoot);
        File.WriteAllText(apiServer.Server.DataRoot, "a file where the lake should be");

        var problem = apiServer.Send("GET", "/health/ready", ApiKeyServer.Secret(Role.Viewer));
        problem.Status.ShouldBe(503);

        apiServer.Server.WaitUntil(() => ReadLines($"{Logs}?search=/health/ready").Length > 0);
        ReadLines($"{Logs}?search=/health/ready")[0]
            .GetProperty("message")
            .GetString()!
            .ShouldStartWith("GET /health/ready answered 503 in ");
    }

    [Theory]
    [InlineData("/logs", 403, 403, 200)]
    [InlineData("/logs/summary", 403, 403, 200)]
    [InlineData("/settings", 403, 403, 200)]
    [InlineData("/health", 200, 200, 200)]
    public void Routes_Role_DecidesWhoMayRead(string route, int viewerStatus, int traderStatus, int adminStatus)
    {
        Status(null).ShouldBe(401);
        Status(ApiKeyServer.Secret(Role.Viewer)).ShouldBe(viewerStatus);
        Status(ApiKeyServer.Secret(Role.Trader)).ShouldBe(traderStatus);
        Status(ApiKeyServer.Secret(Role.Admin)).ShouldBe(adminStatus);

        int Status(string? key) => apiServer.Send("GET", $"/api/v1/monitoring{route}", key).Status;
    }

    [Theory]
    [InlineData("level=loud", "level cannot be 'loud'; give trace, debug, info, warning, error, critical", "level")]
    [InlineData("before=yesterday", "before cannot be 'yesterday'", "before")]
    [InlineData("limit=0", "limit", "limit")]
    [InlineData("start_date=2024-13-01", "2024-13-01", "start_date")]
    [InlineData("colour=red", "'colour' is not a parameter", "colour")]
    public void Logs_InvalidParameter_IsRefusedNamingIt(string query, string detail, string field) =>
        apiServer.Send("GET", $"{Logs}?{query}", ApiKeyServer.Secret(Role.Admin)).ShouldBeProblem(422, detail, field);

    [Fact]
    public void Summary_AfterSomeLines_CountsThemByLevelAndHour()
    {
        var time = LogFields.FormatTime((TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(10)).UtcDateTime);
        var timeBeforeRange = LogFields.FormatTime((TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(2)).UtcDateTime);
        Directory.CreateDirectory(Path.Combine(apiServer.Server.StateRoot, "logs"));
        File.WriteAllLines(
            Path.Combine(apiServer.Server.StateRoot, "logs", "worker-test-1.log"),
            [Line(timeBeforeRange, "error"), Line(time, "error"), Line(time, "critical"), Line(time, "error"), Line(time, "debug")]
        );

        var summary = apiServer.Send("GET", $"{Logs}/summary?hours=1", ApiKeyServer.Secret(Role.Admin));

        summary["levels", "error"].GetInt32().ShouldBe(2);
        summary["levels", "critical"].GetInt32().ShouldBe(1);
        summary["levels", "debug"].GetInt32().ShouldBe(1);
        summary["levels", "trace"].GetInt32().ShouldBe(0);
        var hour = summary["hours"].EnumerateArray().Single(each => each.GetProperty("hour").GetString() == time[..13] + ":00:00Z");
        hour.GetProperty("levels").GetProperty("error").GetInt32().ShouldBe(2);
        var message = summary["messages"][0];
        (message.GetProperty("level").GetString(), message.GetProperty("count").GetInt32()).ShouldBe(("error", 2));
        message.GetProperty("last_time").GetString().ShouldBe(time);
        summary["files"].EnumerateArray().Select(file => file.GetProperty("name").GetString()).ShouldContain("worker-test-1.log");
        summary["error"].ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Settings_All_HaveTheirOriginAndNoSecret()
    {
        var answer = apiServer.Send("GET", "/api/v1/monitoring/settings", ApiKeyServer.Secret(Role.Admin));

        foreach (var secret in ApiKeyServer.Secrets)
            answer.Text.ShouldNotContain(secret[..8]);
        var keys = answer.Json.EnumerateArray().Single(each => each.GetProperty("name").GetString() == "API_KEYS");
        keys.GetProperty("value").GetString().ShouldBe("********");
        keys.GetProperty("source").GetString().ShouldBe("environment");
        var syncSeconds = answer.Json.EnumerateArray().Single(each => each.GetProperty("name").GetString() == "RUN_SYNC_SECONDS");
        (syncSeconds.GetProperty("value").GetString(), syncSeconds.GetProperty("source").GetString()).ShouldBe(("10", "default"));
    }

    [Fact]
    public void Events_TopicLogs_GetsNewLinesForAdminsOnly()
    {
        apiServer.Send("GET", "/api/events?topics=logs", ApiKeyServer.Secret(Role.Trader)).ShouldBeProblem(403, "needs a key of an admin");

        using var serverWithoutKeys = new HttpServer();
        using var client = Events.EventClient.Connect(serverWithoutKeys.Address, "?topics=logs");
        serverWithoutKeys.Send(HttpMethod.Post, "/api/backtests/run", RunWithoutCandles).Status.ShouldBe(404);

        client.WaitUntil(events => events.Any(each => each.Kind == "log"), "log line");
        var line = JsonElement.Parse(client.Events.First(each => each.Kind == "log").Data);
        line.GetProperty("message").GetString()!.ShouldStartWith("POST /api/backtests/run answered 404 in ");
    }

    private static string Line(string time, string level) =>
        $$"""{"time":"{{time}}","level":"{{level}}","message":"the disk {{level}}","template":"the disk {Level}"}""";

    private JsonElement[] ReadLines(string path) =>
        [.. apiServer.Send("GET", path, ApiKeyServer.Secret(Role.Admin))["items"].EnumerateArray()];
}
