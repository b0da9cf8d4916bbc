using System.Globalization;
using System.Text.Json.Nodes;
using Bokgi.Host.Alerts;
using Bokgi.Host.Alerts.Channels;
using Bokgi.Host.Benchmarks;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Health;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Tasks;
using Bokgi.IntegrationTests.Alerts.Channels;
using Bokgi.IntegrationTests.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Alerts;

/// <summary>
/// Every kind of alert, from its cause to its arrival at a real mail server and at stand-ins for Slack's and Telegram's servers. Two Bokgi
/// servers share the database.
/// </summary>
public sealed class AlertKindsTests(MailServer mail) : AlertSetup(new SqliteStore()), IAsyncLifetime
{
    private readonly string mailbox = $"{Guid.NewGuid():N}@example.com";
    private readonly HttpReceiver slack = new();
    private readonly HttpReceiver telegram = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await slack.DisposeAsync();
        await telegram.DisposeAsync();
    }

    [Fact]
    public async Task EveryKind_TwoServersRaiseAndSendRepeatedly_ArrivesOncePerChannel()
    {
        var settings = ReadSettings([
            ("SLACK_ENABLED", "true"),
            ("SLACK_WEBHOOK_URL", $"http://127.0.0.1:{slack.Port}/services/T1/hush"),
            ("EMAIL_ENABLED", "true"),
            ("SMTP_HOST", "127.0.0.1"),
            ("SMTP_PORT", mail.PlainPort.ToString(CultureInfo.InvariantCulture)),
            ("SMTP_SECURITY", "none"),
            ("SMTP_FROM_ADDR", "alerts@example.com"),
            ("ALERT_EMAIL_TO", mailbox),
            ("TELEGRAM_ENABLED", "true"),
            ("TELEGRAM_BOT_TOKEN", "1:hush"),
            ("TELEGRAM_CHAT_ID", "1"),
            ("TELEGRAM_URL", $"http://127.0.0.1:{telegram.Port}"),
        ]);
        await using var services = Channels(settings);
        IReadOnlyList<IAlertChannel> channels = [.. services.GetServices<IAlertChannel>()];
        AlertService[] servers = [CreateService(settings, channels), CreateService(settings, channels)];
        await RaiseAndSendAsync(servers, channels);

        Publish("task:t1", TaskEvents.Failed, FailureData("t1"));
        Publish("session:s1", SessionMessages.Signal, SignalData("BTC_KRW"));
        Publish("session:s2", SessionMessages.PositionClosed, PositionClosedData("ETH_KRW", 0.0125));
        Publish("session:s3", SessionMessages.Connection, ConnectionLost("s3"));
        Publish("session:s4", SessionMessages.Verified, VerifiedWithDifferences("s4"));
        var health = new HealthAlerts(CreateStore(settings), channels, settings, Clock, NullLogger<HealthAlerts>.Instance);
        for (var i = 0; i < 20; i++)
            await health.OnReportAsync(DiskFull(), DiskFull());
        var benchmarks = new BenchmarkAlerts(Clock);
        for (var i = 0; i < 20; i++)
        {
            foreach (var message in benchmarks.CreateMessages([BenchmarkResult.AtMost("300_candles", 0.7, "s", target: 0.5)]))
                await ChannelResult.SendAsync(channels, message, Cancel);
        }

        await ChannelResult.SendAsync(channels, AlertTexts.Test("production", Clock.GetUtcNow()), Cancel);
        await RaiseAndSendAsync(servers, channels);
        AddSession("first", [(1, 80.5m)]);
        Clock.Advance(TimeSpan.FromHours(12)); // midnight in Korea
        await RaiseAndSendAsync(servers, channels);

        string[] expected =
        [
            "[정보] 2026-03-01 모의투자: 세션 1개, 거래 1건",
            "[정보] 매도: ETH_KRW +1.25%",
            "[정보] 매수 신호: BTC_KRW",
            "[정보] 테스트 알림",
            "[주의] 성능 기준 초과: 300_candles",
            "[주의] 시세 연결 끊김",
            "[주의] 작업 실패",
            "[위험] disk: 디스크가 찼습니다",
            "[위험] 모의투자와 백테스트가 다름",
        ];
        mail.MailsTo(mailbox).Select(message => message.Subject).ShouldBe(expected, ignoreOrder: true);
        slack.Received.Select(post => JsonNode.Parse(post.Body)!["text"]!.GetValue<string>()).ShouldBe(expected, ignoreOrder: true);
        telegram.Received.Select(TelegramTitle).ShouldBe(expected, ignoreOrder: true);
        mail.MailsTo(mailbox)
            .Single(message => message.Subject!.Contains("disk", StringComparison.Ordinal))
            .TextBody!.ReplaceLineEndings("\n")
            .ShouldContain("내용: disk: 디스크가 찼습니다\nCPU 사용률(%): 12.5\n메모리 사용률(%): -\n문제 항목: disk\n");
    }

    private static ServiceProvider Channels(HostSettings settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddAlertChannels(settings);
        return services.BuildServiceProvider();
    }

    // All servers raise and send alerts at the same time, three times in a row.
    private static async Task RaiseAndSendAsync(IReadOnlyList<AlertService> servers, IReadOnlyList<IAlertChannel> channels)
    {
        for (var i = 0; i < 3; i++)
        {
            await Task.WhenAll(servers.Select(server => Task.Run(() => server.RaiseAlertsAsync(Cancel))));
            await Task.WhenAll(servers.SelectMany(server => channels.Select(channel => Task.Run(() => server.SendAsync(channel, Cancel)))));
        }
    }

    private HealthReport DiskFull() =>
        new(
            Clock.GetUtcNow(),
            [
                new("cpu", HealthFinding.Ok("", "", new Dictionary<string, double> { ["used_percent"] = 12.5 })),
                new("disk", HealthFinding.Critical("디스크가 찼습니다", "the disk is full")),
            ]
        );

    private static object ConnectionLost(string session) =>
        new
        {
            session_id = session,
            is_connected = false,
            at = "",
            reason = "nothing was received for 25 s",
        };

    private static object VerifiedWithDifferences(string session) =>
        new
        {
            session_id = session,
            is_clean = false,
            counts = new { candle = 2, fill = 1 },
            trades = 9,
        };

    private static string TelegramTitle(ReceivedPost post) =>
        JsonNode.Parse(post.Body)!["text"]!
            .GetValue<string>()
            .Split('\n')[0]
            .Replace("<b>", "", StringComparison.Ordinal)
            .Replace("</b>", "", StringComparison.Ordinal);
}
