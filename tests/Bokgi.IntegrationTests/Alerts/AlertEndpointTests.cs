using System.Globalization;
using System.Text.Json;
using Bokgi.Host.Platform.Keys;
using Bokgi.IntegrationTests.Alerts.Channels;
using Bokgi.IntegrationTests.Http;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Alerts;

/// <summary>Alerts of the complete server: its events raise them, a real channel sends them, and the API lists them.</summary>
public sealed class AlertEndpointTests : IAsyncDisposable
{
    private const string Alerts = "/api/v1/monitoring/alerts";
    private const string Token = "never-shown-token";
    private const string RunWithoutCandles =
        """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-02","timeframe":"1H"}""";

    private readonly HttpReceiver receiver = new();
    private readonly ApiKeyServer apiServer;

    public AlertEndpointTests() =>
        apiServer = new ApiKeyServer(
            TimeProvider.System,
            ("WEBHOOK_URL", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{receiver.Port}/hook?token={Token}")),
            ("ALERT_MUTED", "health"), // a problem of this machine must not add alerts
            ("REQUEST_BURST", "100000") // polling must not reach the rate limit
        );

    public async ValueTask DisposeAsync()
    {
        apiServer.Dispose();
        await receiver.DisposeAsync();
    }

    [Fact]
    public void FailedTask_Alert_IsSentOnceAndListed()
    {
        Read(Alerts); // starts the server, which raises alerts only for events after its start
        apiServer.Server.WaitUntil(() => apiServer.Send("GET", "/health/ready", Key(Role.Viewer)).Status == 200);
        var task = apiServer.Send("POST", "/api/backtests/run-async", Key(Role.Trader), body: RunWithoutCandles)["task_id"].GetString();

        apiServer.Server.WaitUntil(() =>
            Read(Alerts).GetProperty("total").GetInt32() == 1 && Delivery().GetProperty("state").GetString() == "sent"
        );

        var message = JsonElement.Parse(receiver.Received.ShouldHaveSingleItem().Body);
        message.GetProperty("kind").GetString().ShouldBe("task");
        message.GetProperty("fields").GetProperty("task_id").GetString().ShouldBe(task);
        Delivery().GetProperty("attempts").GetInt32().ShouldBe(1);
        Delivery().GetProperty("channel").GetString().ShouldBe("webhook");
    }

    [Fact]
    public void TestAlert_RequestedByAdmin_IsSentOnceAndReturnsTheOutcome()
    {
        apiServer.Send("POST", $"{Alerts}/test", Key(Role.Trader)).Status.ShouldBe(403);
        receiver.Received.ShouldBeEmpty();

        var answer = apiServer.Send("POST", $"{Alerts}/test", Key(Role.Admin));

        answer.Status.ShouldBe(200, answer.Text);
        answer.Json[0].GetProperty("is_sent").GetBoolean().ShouldBeTrue();
        receiver.Received.Count.ShouldBe(1);
        receiver.AnswerWith(500);
        var failed = apiServer.Send("POST", $"{Alerts}/test", Key(Role.Admin)).Json[0];
        failed.GetProperty("is_sent").GetBoolean().ShouldBeFalse();
        failed.GetProperty("error").GetString()!.ShouldNotContain(Token);
    }

    [Fact]
    public void Config_Channels_AreListedWithoutAddressesAndSecrets()
    {
        var config = apiServer.Send("GET", $"{Alerts}/config", Key(Role.Viewer));

        config["channels"]
            .EnumerateArray()
            .Select(channel => (channel.GetProperty("name").GetString(), channel.GetProperty("is_enabled").GetBoolean()))
            .ShouldBe([("slack", false), ("email", false), ("telegram", false), ("webhook", true)]);
        config["language"].GetString().ShouldBe("ko");
        config["muted"][0].GetString().ShouldBe("health");
        config.Text.ShouldNotContain(Token);
        apiServer.Send("GET", "/api/v1/monitoring/settings", Key(Role.Admin)).Text.ShouldNotContain(Token);
    }

    private static string Key(Role role) => ApiKeyServer.Secret(role);

    private JsonElement Read(string path) => apiServer.Send("GET", path, Key(Role.Viewer)).Json;

    private JsonElement Delivery() => Read(Alerts).GetProperty("items")[0].GetProperty("deliveries")[0];
}
