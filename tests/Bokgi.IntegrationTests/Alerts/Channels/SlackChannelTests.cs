using System.Net;
using System.Text.Json.Nodes;
using Bokgi.Host.Alerts;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Alerts.Channels;

public sealed class SlackChannelTests : HttpChannelContract
{
    internal override string[] Secrets => ["SlackHush", "T0001"];

    internal override IEnumerable<(string Name, string Value)> SettingsFor(int port) =>
        [("SLACK_ENABLED", "true"), ("SLACK_WEBHOOK_URL", $"http://127.0.0.1:{port}/services/T0001/SlackHush")];

    internal override string[] ReadDisplayedTexts()
    {
        Server.Received.Last().Path.ShouldBe("/services/T0001/SlackHush");
        return [string.Join('\n', Body["blocks"]!.AsArray().SelectMany(block => Texts(block!)).Select(Unescape))];
    }

    [Fact]
    public async Task Send_InKorean_PostsExactlyThis()
    {
        await Open(SettingsFor(Port)).SendAsync(Example, CancellationToken.None);

        Server
            .Received.Last()
            .Body.ShouldBe(
                """{"text":"[위험] 백업 실패","blocks":[{"type":"header","text":{"type":"plain_text","text":"[위험] 백업 실패","emoji":false}},"""
                    + """{"type":"section","fields":[{"type":"plain_text","text":"종류\npostgresql","emoji":false},"""
                    + """{"type":"plain_text","text":"걸린 시간\n45.3 s","emoji":false}]},"""
                    + """{"type":"context","elements":[{"type":"plain_text","text":"2026-01-02 12:04:05 +09:00 · production","emoji":false},"""
                    + """{"type":"plain_text","text":"지난 알림 이후 같은 일이 더 일어난 횟수: 3","emoji":false}]}]}"""
            );
    }

    [Fact]
    public async Task Send_RecoveryInEnglish_PostsExactlyThis()
    {
        var message = Example with { IsRecovery = true, Repeats = 0, Fields = [] };

        await Open([.. SettingsFor(Port), ("ALERT_LANGUAGE", "en"), ("TZ", "UTC")]).SendAsync(message, CancellationToken.None);

        Server
            .Received.Last()
            .Body.ShouldBe(
                """{"text":"[recovered] Backup failed","blocks":[{"type":"header","text":{"type":"plain_text","text":"[recovered] Backup failed","emoji":false}},"""
                    + """{"type":"context","elements":[{"type":"plain_text","text":"2026-01-02 03:04:05 +00:00 · production","emoji":false}]}]}"""
            );
    }

    [Fact]
    public async Task Send_MoreThanSlackAllows_IsCutToItsLimitsAndSaysSo()
    {
        // Slack allows 50 blocks, 150 characters in a header, 10 fields in a section and 2,000 characters in a field. The header and the
        // last block leave 48 sections, so the message has one field too many.
        var text = new LocalizedText(new string('가', 148) + "<<🚀🚀", new string('<', 1_000));
        var field = new AlertField("long", text, string.Concat(Enumerable.Repeat("&🚀", 2_000)));
        var message = Example with { Title = text, Fields = [.. Enumerable.Repeat(field, 481)] };

        await Open(SettingsFor(Port)).SendAsync(message, CancellationToken.None);

        var blocks = Body["blocks"]!.AsArray();
        blocks.Count.ShouldBe(50);
        var header = Texts(blocks[0]!).ShouldHaveSingleItem();
        header.ShouldBe($"[위험] {new string('가', 144)}…");
        header.Length.ShouldBe(150);
        var fields = blocks.Skip(1).SkipLast(1).SelectMany(block => Texts(block!)).ToList();
        fields.Count.ShouldBe(480);
        fields.ShouldAllBe(shown => shown.Length <= 2_000 && shown.Length > 1_990 && shown.EndsWith('…'));
        // EnumerateRunes gives U+FFFD for half a surrogate pair.
        fields.ShouldAllBe(shown => !shown.Contains('<') && shown.EnumerateRunes().All(rune => rune.Value != 0xFFFD));
        blocks.Skip(1).SkipLast(1).ShouldAllBe(block => block!["fields"]!.AsArray().Count == 10);
        Texts(blocks[^1]!).Last().ShouldBe("… 너무 길어 잘렸습니다");
    }

    [Fact]
    public async Task Send_SlackGivesAReason_FailureShowsIt()
    {
        Server.AnswerWith(404, "no_service");

        (await ShouldFailAsync(Open(SettingsFor(Port)))).Message.ShouldBe("127.0.0.1 answered 404 (no_service); check SLACK_WEBHOOK_URL");
    }

    private static IEnumerable<string> Texts(JsonNode block) =>
        (block["fields"] ?? block["elements"])?.AsArray().Select(element => element!["text"]!.GetValue<string>())
        ?? [block["text"]!["text"]!.GetValue<string>()];

    // Slack treats < and > as markup, and & only as the beginning of &lt;, &gt; and &amp;.
    private static string Unescape(string text)
    {
        text.ShouldNotContain("<");
        text.ShouldNotContain(">");
        return WebUtility.HtmlDecode(text);
    }
}
