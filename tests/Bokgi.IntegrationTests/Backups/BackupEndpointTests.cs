using System.Globalization;
using System.Text.Json;
using Bokgi.Host.Platform.Keys;
using Bokgi.IntegrationTests.Alerts.Channels;
using Bokgi.IntegrationTests.Http;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Backups;

/// <summary>Backups over HTTP, and the alerts that failures cause.</summary>
public sealed class BackupEndpointTests : IAsyncDisposable
{
    private const string BackupsPath = "/api/v1/monitoring/backups";

    private readonly HttpReceiver receiver = new();
    private readonly ApiKeyServer apiServer;

    public BackupEndpointTests()
    {
        apiServer = new ApiKeyServer(
            TimeProvider.System,
            ("WEBHOOK_URL", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{receiver.Port}/hook")),
            ("ALERT_MUTED", "health"), // a problem of this machine must not add alerts
            ("REQUEST_BURST", "100000") // polling must not reach the rate limit
        );
        SampleLake.WriteHours(apiServer.Server.DataRoot, "BTC_KRW", 10);
        Directory.CreateDirectory(Path.Combine(apiServer.Server.StateRoot, "results"));
        File.WriteAllText(Path.Combine(apiServer.Server.StateRoot, "results", "trades.parquet"), "some rows");
    }

    private string BackupRoot => Path.Combine(apiServer.Server.Folder, "backups");

    public async ValueTask DisposeAsync()
    {
        apiServer.Dispose();
        await receiver.DisposeAsync();
    }

    [Fact]
    public void Make_All_IsListedAndCanBeVerified()
    {
        apiServer.Send("POST", BackupsPath, Key(Role.Trader), body: "{}").Status.ShouldBe(403);
        var accepted = apiServer.Send("POST", BackupsPath, Key(Role.Admin), body: """{"type":"all"}""");
        accepted.Status.ShouldBe(202, accepted.Text);
        accepted["type"].GetString().ShouldBe("all");

        var made = WaitForEnd("all");

        made.Select(result => $"{result.GetProperty("name")} {result.GetProperty("status")}")
            .ShouldBe(["database ok", "results ok", "redis skipped", "data ok", "s3 skipped"]);
        var list = apiServer.Send("GET", BackupsPath, Key(Role.Viewer));
        list["total"].GetInt32().ShouldBe(3);
        list["items"].EnumerateArray().ShouldAllBe(result => result.GetProperty("is_verified").GetBoolean());
        apiServer.Send("POST", $"{BackupsPath}/verify", Key(Role.Admin)).Status.ShouldBe(202);
        WaitForEnd("verify").Select(result => result.GetProperty("status").GetString()).ShouldBe(["ok", "ok", "ok"]);
        receiver.Received.ShouldBeEmpty();
    }

    [Fact]
    public void MakeOrVerify_UnknownTypeOrFile_IsRefused()
    {
        apiServer.Send("POST", BackupsPath, Key(Role.Admin), body: """{"type":"postgres"}""").Status.ShouldBe(422);
        apiServer.Send("POST", $"{BackupsPath}/verify", Key(Role.Admin), body: """{"file":"../../etc/passwd"}""").Status.ShouldBe(422);
    }

    [Fact]
    public void Make_FailsThenSucceeds_SendsAnAlertAndARecovery()
    {
        File.WriteAllText(BackupRoot, "a file where the folder should be");
        apiServer.Send("POST", BackupsPath, Key(Role.Admin), body: """{"type":"results"}""").Status.ShouldBe(202);

        var failed = WaitForEnd("results").ShouldHaveSingleItem();
        apiServer.Server.WaitUntil(() => receiver.Received.Count == 1);
        File.Delete(BackupRoot);
        apiServer.Send("POST", BackupsPath, Key(Role.Admin), body: """{"type":"results"}""").Status.ShouldBe(202);
        WaitForEnd("results").ShouldHaveSingleItem().GetProperty("status").GetString().ShouldBe("ok");
        apiServer.Server.WaitUntil(() => receiver.Received.Count == 2);

        failed.GetProperty("status").GetString().ShouldBe("failed");
        var messages = receiver.Received.Select(post => JsonElement.Parse(post.Body)).ToList();
        messages.Select(message => message.GetProperty("kind").GetString()).ShouldBe(["backup", "backup"]);
        messages[0]
            .GetProperty("fields")
            .EnumerateObject()
            .Select(field => field.Name)
            .ShouldBe(["backup_type", "status", "duration_sec", "size_mb"]);
        messages.Select(message => message.GetProperty("fields").GetProperty("status").GetString()).ShouldBe(["FAILED", "SUCCESS"]);
    }

    private IReadOnlyList<JsonElement> WaitForEnd(string type)
    {
        JsonElement last = default;
        apiServer.Server.WaitUntil(() =>
        {
            var summary = apiServer.Send("GET", $"{BackupsPath}/summary", Key(Role.Viewer));
            last = summary["last"];
            return summary["running"].ValueKind == JsonValueKind.Null
                && last.ValueKind == JsonValueKind.Object
                && last.GetProperty("type").GetString() == type;
        });
        return [.. last.GetProperty("results").EnumerateArray()];
    }

    private static string Key(Role role) => ApiKeyServer.Secret(role);
}
