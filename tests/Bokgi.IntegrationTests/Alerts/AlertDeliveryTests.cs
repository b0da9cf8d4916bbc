using Bokgi.Host.Alerts;
using Bokgi.Host.Alerts.Store;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Queries;
using Bokgi.Host.Tasks;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Alerts;

public sealed class SqliteAlertDeliveryTests() : AlertDeliveryTests(new SqliteStore());

public sealed class PostgresAlertDeliveryTests(PostgresServer server) : AlertDeliveryTests(new PostgresStore(server));

/// <summary>Attempts to send a message, on each database engine. <c>SendAsync</c> returns the number of messages it tried to send.</summary>
public abstract class AlertDeliveryTests(StoreFixture store) : AlertSetup(store)
{
    [Fact]
    public async Task Send_ChannelAsksToWait_SendsNothingToItUntilThen()
    {
        var service = await StartAsync();
        Publish("task:t1", TaskEvents.Failed, FailureData("t1"));
        Publish("session:s1", SessionMessages.Signal, SignalData("BTC_KRW"));
        await service.RaiseAlertsAsync(Cancel);
        Slack.FailNext(new AlertChannelException("Slack asks to wait") { RetryAfter = TimeSpan.FromMinutes(3) });

        (await service.SendAsync(Slack, Cancel)).ShouldBe(1);
        (await service.SendAsync(Telegram, Cancel)).ShouldBe(2);
        Clock.Advance(TimeSpan.FromMinutes(2.9));
        (await service.SendAsync(Slack, Cancel)).ShouldBe(0);
        Clock.Advance(TimeSpan.FromMinutes(0.1));

        (await service.SendAsync(Slack, Cancel)).ShouldBe(2);
        Slack.Sent.Select(message => message.Title.En).ShouldBe(Telegram.Sent.Select(message => message.Title.En), ignoreOrder: true);
    }

    [Fact]
    public async Task Send_ChannelFails_RetriesLaterAndGivesUpAfterMaximumAttempts()
    {
        var service = await StartAsync();
        Publish("task:t1", TaskEvents.Failed, FailureData("t1"));
        await service.RaiseAlertsAsync(Cancel);
        Slack.FailNext(
            new AlertChannelException("Slack answered 500"),
            new AlertChannelException("Slack asks to wait") { RetryAfter = TimeSpan.FromMinutes(3) }
        );

        (await service.SendAsync(Slack, Cancel)).ShouldBe(1);
        (await service.SendAsync(Slack, Cancel)).ShouldBe(0, "the retry is not due");
        await service.SendAsync(Telegram, Cancel);
        Telegram.Sent.Count.ShouldBe(1, "a channel that is down delays no other");
        Clock.Advance(TimeSpan.FromSeconds(10));
        (await service.SendAsync(Slack, Cancel)).ShouldBe(1);
        Clock.Advance(TimeSpan.FromMinutes(2.9));
        (await service.SendAsync(Slack, Cancel)).ShouldBe(0, "Slack asked for three minutes");
        Clock.Advance(TimeSpan.FromMinutes(0.1));
        (await service.SendAsync(Slack, Cancel)).ShouldBe(1);
        Slack.Sent.Count.ShouldBe(1);

        Publish("task:t2", TaskEvents.Failed, FailureData("t2"));
        Clock.Advance(TimeSpan.FromMinutes(5));
        await service.RaiseAlertsAsync(Cancel);
        const int tries = 100; // more than MaximumAttempts
        Slack.FailNext(Enumerable.Repeat(new AlertChannelException("Slack answered 503"), tries));
        for (var i = 0; i < tries; i++)
        {
            await service.SendAsync(Slack, Cancel);
            Clock.Advance(TimeSpan.FromMinutes(10));
        }

        Slack.Calls.ShouldBe(3 + AlertService.MaximumAttempts, "three for t1, all others for t2");
        var (_, alerts) = await CreateStore().ListAsync(new Paging(Limit: 1, Offset: 0), Cancel);
        var delivery = alerts[0].Deliveries.Single(candidate => candidate.Channel == "slack");
        (delivery.State, delivery.Attempts, delivery.Error).ShouldBe(
            (DeliveryState.Failed, AlertService.MaximumAttempts, "Slack answered 503")
        );
    }

    [Fact]
    public async Task Send_PermanentError_IsNotRetried()
    {
        var service = await StartAsync();
        Publish("task:t1", TaskEvents.Failed, FailureData("t1"));
        await service.RaiseAlertsAsync(Cancel);
        Slack.FailNext(new AlertChannelException("Slack does not know the webhook; check SLACK_WEBHOOK_URL") { IsPermanent = true });

        await service.SendAsync(Slack, Cancel);
        Clock.Advance(TimeSpan.FromDays(1));

        (await service.SendAsync(Slack, Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task Send_ProcessDiesWhileSending_AnotherProcessSendsAfterTheLease()
    {
        await (await StartAsync()).RaiseAlertsAsync(Cancel);
        Publish("task:t1", TaskEvents.Failed, FailureData("t1"));
        await CreateService().RaiseAlertsAsync(Cancel);
        (await CreateStore().ClaimAsync("slack", AlertService.LeaseDuration)).ShouldNotBeNull(); // a process claims the message and dies

        var successor = CreateService();
        (await successor.SendAsync(Slack, Cancel)).ShouldBe(0);
        Clock.Advance(AlertService.LeaseDuration);
        (await successor.SendAsync(Slack, Cancel)).ShouldBe(1);

        Slack.Sent.Count.ShouldBe(1);
    }
}
