using System.Text.Json.Nodes;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Alerts.Channels;

public sealed class WebhookChannelTests : HttpChannelContract
{
    internal override string[] Secrets => ["HookHush", "QueryHush"];

    internal override IEnumerable<(string Name, string Value)> SettingsFor(int port) =>
        [("WEBHOOK_URL", $"http://127.0.0.1:{port}/HookHush?key=QueryHush")];

    internal override string[] ReadDisplayedTexts()
    {
        Server.Received.Last().Path.ShouldBe("/HookHush?key=QueryHush");
        var values = Body["fields"]!.AsObject().Select(field => field.Value!.GetValue<string>());
        return [$"{Body["title"]!["ko"]}\n{Body["title"]!["en"]}\n{string.Join('\n', values)}"];
    }

    [Fact]
    public async Task Send_Message_PostsExactlyThis()
    {
        await Open(SettingsFor(Port)).SendAsync(Example, CancellationToken.None);

        Server
            .Received.Last()
            .Body.ShouldBe(
                """{"kind":"backup","severity":"critical","title":{"ko":"백업 실패","en":"Backup failed"},"is_recovery":false,"repeats":"""
                    + """3,"time":"2026-01-02T03:04:05Z","environment":"production","fields":"""
                    + """{"backup_type":"postgresql","duration_sec":"45.3 s"}}"""
            );
    }

    [Fact]
    public async Task Send_FieldsWithTheSameName_AreJoinedByLineFeeds()
    {
        var label = new LocalizedText("실패", "failed");
        var message = Example with { IsRecovery = true, Fields = [new("failed", label, "disk"), new("failed", label, "redis")] };

        await Open(SettingsFor(Port)).SendAsync(message, CancellationToken.None);

        Body["is_recovery"]!.GetValue<bool>().ShouldBeTrue();
        JsonNode.DeepEquals(Body["fields"], new JsonObject { ["failed"] = "disk\nredis" }).ShouldBeTrue();
    }
}
