using System.Xml.Linq;
using Bokgi.Host.Alerts;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Alerts.Channels;

public sealed class TelegramChannelTests : HttpChannelContract
{
    internal override string[] Secrets => ["TelegramHush", "123456:"];

    private string Text => Body["text"]!.GetValue<string>();

    internal override IEnumerable<(string Name, string Value)> SettingsFor(int port) =>
        [
            ("TELEGRAM_ENABLED", "true"),
            ("TELEGRAM_BOT_TOKEN", "123456:TelegramHush"),
            ("TELEGRAM_CHAT_ID", "-1001234567890"),
            ("TELEGRAM_URL", $"http://127.0.0.1:{port}"),
        ];

    internal override string[] ReadDisplayedTexts()
    {
        Server.Received.Last().Path.ShouldBe("/bot123456:TelegramHush/sendMessage");
        return [Parse(Text).Value];
    }

    [Fact]
    public async Task Send_InKorean_PostsExactlyThis()
    {
        await Open(SettingsFor(Port)).SendAsync(Example, CancellationToken.None);

        Server
            .Received.Last()
            .Body.ShouldBe(
                """{"chat_id":"-1001234567890","text":"<b>[위험] 백업 실패</b>\n종류: postgresql\n걸린 시간: 45.3 s\n"""
                    + """지난 알림 이후 같은 일이 더 일어난 횟수: 3\n2026-01-02 12:04:05 +09:00"""
                    + """ · production","parse_mode":"HTML","link_preview_options":{"is_disabled":true}}"""
            );
    }

    [Fact]
    public async Task Send_InEnglish_PostsExactlyThis()
    {
        var message = Example with { Severity = AlertSeverity.Warning, Repeats = 0 };

        await Open([.. SettingsFor(Port), ("ALERT_LANGUAGE", "en"), ("TZ", "UTC")]).SendAsync(message, CancellationToken.None);

        Text.ShouldBe("<b>[warning] Backup failed</b>\nType: postgresql\nDuration: 45.3 s\n2026-01-02 03:04:05 +00:00 · production");
    }

    [Theory]
    [InlineData(1, 10_000)]
    [InlineData(40, 200)]
    [InlineData(2_000, 1)]
    public async Task Send_MoreThanTelegramAllows_IsCutAndSaysSo(int fields, int length)
    {
        var field = new AlertField("long", new LocalizedText("값", "value"), string.Concat(Enumerable.Repeat("<🚀", length)));
        var message = Example with { Fields = [.. Enumerable.Repeat(field, fields)] };

        await Open(SettingsFor(Port)).SendAsync(message, CancellationToken.None);

        Text.Length.ShouldBeInRange(4_000, 4_096); // Telegram's limit is 4,096
        Text.ShouldEndWith("\n… 너무 길어 잘렸습니다\n지난 알림 이후 같은 일이 더 일어난 횟수: 3\n2026-01-02 12:04:05 +09:00 · production");
        Parse(Text).Value.EnumerateRunes().ShouldAllBe(rune => rune.Value != 0xFFFD); // U+FFFD stands for half a surrogate pair
    }

    [Fact]
    public async Task Send_LongTitle_IsCutWithinItsElement()
    {
        var text = new LocalizedText(new string('&', 5_000), string.Empty);

        await Open(SettingsFor(Port)).SendAsync(Example with { Title = text }, CancellationToken.None);

        Text.Length.ShouldBeLessThan(1_200);
        Parse(Text).Element("b")!.Value.ShouldEndWith("&…");
    }

    [Fact]
    public async Task Send_TooManyRequests_FailureHasThePauseFromTheBody()
    {
        Server.AnswerWith(
            429,
            """{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 5","parameters":{"retry_after":5}}"""
        );

        var failure = await ShouldFailAsync(Open(SettingsFor(Port)));

        failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(5));
        failure.Message.ShouldBe("127.0.0.1 answered 429 (Too Many Requests: retry after 5); it is sent again after a pause");
    }

    [Theory]
    [InlineData("""{"ok":false,"description":"Bad Request: chat not found"}""", " (Bad Request: chat not found)")]
    [InlineData("""{"description":5,"parameters":[]}""", "")]
    [InlineData("""{"parameters":{"retry_after":"soon"}}""", "")]
    [InlineData("[1]", "")]
    [InlineData("<html>", "")]
    public async Task Send_ErrorAnswer_FailureShowsItsDescriptionIfAny(string body, string reason)
    {
        Server.AnswerWith(400, body);

        (await ShouldFailAsync(Open(SettingsFor(Port)))).Message.ShouldBe(
            $"127.0.0.1 answered 400{reason}; check TELEGRAM_BOT_TOKEN and TELEGRAM_CHAT_ID"
        );
    }

    private static XElement Parse(string html) => XElement.Parse($"<text>{html}</text>", LoadOptions.PreserveWhitespace);
}
