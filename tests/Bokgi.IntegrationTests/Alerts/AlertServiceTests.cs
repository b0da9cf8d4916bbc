using Bokgi.Host.Alerts;
using Bokgi.Host.Alerts.Store;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Queries;
using Bokgi.Host.Tasks;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Alerts;

public sealed class SqliteAlertServiceTests() : AlertServiceTests(new SqliteStore());

public sealed class PostgresAlertServiceTests(PostgresServer server) : AlertServiceTests(new PostgresStore(server));

/// <summary>How events become messages, on each database engine.</summary>
public abstract class AlertServiceTests(StoreFixture store) : AlertSetup(store)
{
    [Fact]
    public async Task Raise_EventsOfSeveralKinds_SendsThoseThatMatterOncePerChannel()
    {
        var service = await StartAsync();
        Publish(
            "task:t1",
            TaskEvents.Failed,
            new
            {
                task_id = "t1",
                result = (string?)null,
                error = "no candles",
            }
        );
        Publish("task:t2", TaskEvents.Completed, new { task_id = "t2" });
        Publish(
            "session:s1",
            SessionMessages.Signal,
            new
            {
                symbol = "BTC_KRW",
                strategy_name = "volume_long_candle",
                timestamp = "2026-03-01T03:00:00Z",
                price = 1234567.5,
                confidence = 1.0,
            }
        );
        Publish(
            "session:s2",
            SessionMessages.Connection,
            new
            {
                session_id = "s2",
                is_connected = false,
                at = "",
                reason = "nothing was received for 25 s",
            }
        );
        Publish(
            "session:s2",
            SessionMessages.Connection,
            new
            {
                session_id = "s2",
                is_connected = true,
                at = "",
                reason = (string?)null,
            }
        );
        Publish(
            "session:s3",
            SessionMessages.Verified,
            new
            {
                session_id = "s3",
                is_clean = false,
                counts = new { candle = 2, fill = 1 },
                trades = 9,
            }
        );
        Publish(
            "session:s3",
            SessionMessages.Verified,
            new
            {
                session_id = "s3",
                is_clean = true,
                counts = new { candle = 0 },
                trades = 9,
            }
        );

        await service.RaiseAlertsAsync(Cancel);
        await service.RaiseAlertsAsync(Cancel);
        await SendAllAsync(service);
        await SendAllAsync(service);

        Slack
            .Sent.Select(FormatLine)
            .ShouldBe([
                "warning: a task failed [task_id=t1, error=no candles]",
                "info: buy signal: BTC_KRW [session_id=s1, symbol=BTC_KRW, strategy=volume_long_candle, price=1,234,567.5]",
                "warning: the feed is disconnected [session_id=s2, reason=nothing was received for 25 s]",
                "recovered: the feed is connected again [session_id=s2]",
                "critical: paper trading differs from its replay [session_id=s3, differences=3]",
            ]);
        Telegram.Sent.Select(FormatLine).ShouldBe(Slack.Sent.Select(FormatLine));
        var (total, alerts) = await CreateStore().ListAsync(new Paging(Limit: 10, Offset: 0), Cancel);
        total.ShouldBe(5);
        alerts.ShouldAllBe(alert => alert.Deliveries.All(delivery => delivery.State == DeliveryState.Sent && delivery.Attempts == 1));
    }

    [Fact]
    public async Task Raise_ManyTradesInAMinute_SendsTwoMessages()
    {
        // The first trade is sent at once; after a minute, the others follow as one message.
        var service = await StartAsync();
        for (var i = 0; i < 20; i++)
            Publish("session:s1", SessionMessages.PositionClosed, PositionClosedData($"C{i}_KRW", 0.0125));

        await service.RaiseAlertsAsync(Cancel);
        await SendAllAsync(service);
        Slack.Sent.Select(message => message.Title.En).ShouldBe(["sold C0_KRW +1.25%"]);
        Clock.Advance(TimeSpan.FromSeconds(59));
        await service.RaiseAlertsAsync(Cancel);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await service.RaiseAlertsAsync(Cancel);
        await SendAllAsync(service);

        Slack.Sent.Count.ShouldBe(2);
        var rest = Slack.Sent[1];
        rest.Title.En.ShouldBe("sold C1_KRW +1.25% and 18 more");
        rest.Title.Ko.ShouldBe("매도: C1_KRW +1.25% 외 18건");
        rest.Fields.Count.ShouldBe(10);
        rest.Fields[0].Value.ShouldStartWith("sold C1_KRW +1.25%: s1, C1_KRW, ");
    }

    [Fact]
    public async Task Raise_TwoServersAtOnce_RaisesEachEventOnce()
    {
        var (first, second) = (await StartAsync(), CreateService());
        for (var i = 0; i < 30; i++)
            Publish($"session:s{i}", SessionMessages.Signal, SignalData("BTC_KRW"));

        await Task.WhenAll(Task.Run(() => first.RaiseAlertsAsync(Cancel), Cancel), Task.Run(() => second.RaiseAlertsAsync(Cancel), Cancel));
        await first.RaiseAlertsAsync(Cancel);
        for (var i = 0; i < 4; i++)
            await Task.WhenAll(
                Task.Run(() => first.SendAsync(Slack, Cancel), Cancel),
                Task.Run(() => second.SendAsync(Telegram, Cancel), Cancel)
            );

        Slack.Sent.Count.ShouldBe(30);
        Telegram.Sent.Count.ShouldBe(30);
        Slack.Sent.Select(message => message.Fields[0].Value).Distinct().Count().ShouldBe(30);
    }

    [Fact]
    public async Task Raise_QuietHoursAndMutedKind_DelaysSignalAndDropsMutedKind()
    {
        var service = await StartAsync(("ALERT_QUIET_HOURS", "11:00-13:00"), ("ALERT_MUTED", "task")); // it is 12:00 in Korea
        Publish("task:t1", TaskEvents.Failed, FailureData("t1"));
        Publish("session:s1", SessionMessages.Signal, SignalData("BTC_KRW"));
        Publish(
            "session:s3",
            SessionMessages.Verified,
            new
            {
                session_id = "s3",
                is_clean = false,
                counts = new { fill = 1 },
                trades = 9,
            }
        );

        await service.RaiseAlertsAsync(Cancel);
        await SendAllAsync(service);
        Slack.Sent.Select(message => message.Severity).ShouldBe([AlertSeverity.Critical]);
        Clock.Advance(TimeSpan.FromHours(1));
        await SendAllAsync(service);

        Slack.Sent.Select(message => message.Title.En).ShouldBe(["paper trading differs from its replay", "buy signal: BTC_KRW"]);
    }
}
