using Bokgi.Host.Alerts;
using Bokgi.Host.Alerts.Store;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Health;
using Bokgi.Host.Platform.Queries;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Tasks;
using Bokgi.IntegrationTests.Events;
using Bokgi.IntegrationTests.Store;
using Bokgi.Markets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Alerts;

public sealed class SqliteAlertServiceTests() : AlertServiceTests(new SqliteStore());

public sealed class PostgresAlertServiceTests(PostgresServer server) : AlertServiceTests(new PostgresStore(server));

/// <summary>From an event to a message, on each database engine, with the test's clock and channels that keep what they are sent.</summary>
public abstract class AlertServiceTests : IDisposable
{
    private static readonly CancellationToken Cancel = CancellationToken.None;

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 3, 0, 0, TimeSpan.Zero)); // noon in Korea
    private readonly RecordingChannel slack = new();
    private readonly RecordingChannel telegram = new("telegram");
    private readonly StoreFixture store;
    private readonly EventHost host;

    protected AlertServiceTests(StoreFixture store)
    {
        this.store = store;
        host = new EventHost(store, clock);
    }

    public void Dispose()
    {
        host.Dispose();
        store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Read_EveryKindOfEvent_IsSentOnceByEachChannelWithItsFields()
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

        await service.ReadAsync(Cancel);
        await service.ReadAsync(Cancel);
        await SendAllAsync(service);
        slack.Sent.Count.ShouldBe(4, "the end of the disconnection waits for its minute");
        clock.Advance(TimeSpan.FromMinutes(1));
        await service.ReadAsync(Cancel);
        await SendAllAsync(service);
        await SendAllAsync(service);

        slack
            .Sent.Select(Line)
            .ShouldBe([
                "warning: a task failed [task_id=t1, error=no candles]",
                "info: buy signal: BTC_KRW [session_id=s1, symbol=BTC_KRW, strategy=volume_long_candle, price=1,234,567.5]",
                "warning: the feed is disconnected [session_id=s2, reason=nothing was received for 25 s]",
                "critical: paper trading differs from its replay [session_id=s3, differences=3]",
                "info: the feed is connected again [session_id=s2]",
            ]);
        telegram.Sent.Select(Line).ShouldBe(slack.Sent.Select(Line));
        var (total, alerts) = await Store().ListAsync(new Paging(10, 0), Cancel);
        total.ShouldBe(5);
        alerts.ShouldAllBe(alert => alert.Deliveries.All(each => each.State == DeliveryState.Sent && each.Attempts == 1));
    }

    [Fact]
    public async Task Read_ManyTradesInAMinute_AreTwoMessages()
    {
        var service = await StartAsync();
        for (var i = 0; i < 20; i++)
            Publish("session:s1", SessionMessages.PositionClosed, Closed($"C{i}_KRW", 0.0125));

        await service.ReadAsync(Cancel);
        await SendAllAsync(service);
        slack.Sent.Select(message => message.Title.En).ShouldBe(["sold C0_KRW +1.25%"]);
        clock.Advance(TimeSpan.FromSeconds(59));
        await service.ReadAsync(Cancel);
        clock.Advance(TimeSpan.FromSeconds(1));
        await service.ReadAsync(Cancel);
        await SendAllAsync(service);

        slack.Sent.Count.ShouldBe(2);
        var rest = slack.Sent[1];
        rest.Title.En.ShouldBe("sold C1_KRW +1.25% and 18 more");
        rest.Title.Ko.ShouldBe("매도: C1_KRW +1.25% 외 18건");
        rest.Fields.Count.ShouldBe(10);
        rest.Fields[0].Label.En.ShouldBe("sold C1_KRW +1.25%");
    }

    [Fact]
    public async Task Read_TwoServersAtOnce_RaiseEachEventOnce()
    {
        var (first, second) = (await StartAsync(), Service());
        for (var i = 0; i < 30; i++)
            Publish($"session:s{i}", SessionMessages.Signal, Signal("BTC_KRW"));

        await Task.WhenAll(Task.Run(() => first.ReadAsync(Cancel), Cancel), Task.Run(() => second.ReadAsync(Cancel), Cancel));
        await first.ReadAsync(Cancel);
        for (var i = 0; i < 4; i++)
            await Task.WhenAll(
                Task.Run(() => first.SendAsync(slack, Cancel), Cancel),
                Task.Run(() => second.SendAsync(telegram, Cancel), Cancel)
            );

        slack.Sent.Count.ShouldBe(30);
        telegram.Sent.Count.ShouldBe(30);
        slack.Sent.Select(message => message.Fields[0].Value).Distinct().Count().ShouldBe(30);
    }

    [Fact]
    public async Task Send_ChannelFails_IsTriedAgainLaterAndAtLastGivenUp()
    {
        var service = await StartAsync();
        Publish(
            "task:t1",
            TaskEvents.Failed,
            new
            {
                task_id = "t1",
                result = (string?)null,
                error = "x",
            }
        );
        await service.ReadAsync(Cancel);
        slack.FailNext(
            new AlertChannelException("Slack answered 500"),
            new AlertChannelException("Slack asks to wait") { RetryAfter = TimeSpan.FromMinutes(3) }
        );

        (await service.SendAsync(slack, Cancel)).ShouldBe(1);
        (await service.SendAsync(slack, Cancel)).ShouldBe(0, "it is not due");
        await service.SendAsync(telegram, Cancel);
        telegram.Sent.Count.ShouldBe(1, "a channel that is down delays no other");
        clock.Advance(TimeSpan.FromSeconds(10));
        (await service.SendAsync(slack, Cancel)).ShouldBe(1);
        clock.Advance(TimeSpan.FromMinutes(2.9));
        (await service.SendAsync(slack, Cancel)).ShouldBe(0, "Slack asked for three minutes");
        clock.Advance(TimeSpan.FromMinutes(0.1));
        (await service.SendAsync(slack, Cancel)).ShouldBe(1);
        slack.Sent.Count.ShouldBe(1);

        Publish(
            "task:t2",
            TaskEvents.Failed,
            new
            {
                task_id = "t2",
                result = (string?)null,
                error = "x",
            }
        );
        clock.Advance(TimeSpan.FromMinutes(5));
        await service.ReadAsync(Cancel);
        slack.FailNext(Enumerable.Repeat(new AlertChannelException("Slack answered 503"), 100));
        for (var i = 0; i < 100; i++)
        {
            await service.SendAsync(slack, Cancel);
            clock.Advance(TimeSpan.FromMinutes(10));
        }

        slack.Calls.ShouldBe(3 + AlertService.MaximumAttempts);
        var (_, alerts) = await Store().ListAsync(new Paging(1, 0), Cancel);
        var way = alerts[0].Deliveries.Single(each => each.Channel == "slack");
        (way.State, way.Attempts, way.Error).ShouldBe((DeliveryState.Failed, AlertService.MaximumAttempts, "Slack answered 503"));
    }

    [Fact]
    public async Task Send_WrongToken_IsGivenUpAtOnce()
    {
        var service = await StartAsync();
        Publish(
            "task:t1",
            TaskEvents.Failed,
            new
            {
                task_id = "t1",
                result = (string?)null,
                error = "x",
            }
        );
        await service.ReadAsync(Cancel);
        slack.FailNext(new AlertChannelException("Slack does not know the webhook; check SLACK_WEBHOOK_URL") { IsPermanent = true });

        await service.SendAsync(slack, Cancel);
        clock.Advance(TimeSpan.FromDays(1));

        (await service.SendAsync(slack, Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task Send_ProcessDiesAmidIt_IsSentByTheNext()
    {
        await (await StartAsync()).ReadAsync(Cancel);
        Publish(
            "task:t1",
            TaskEvents.Failed,
            new
            {
                task_id = "t1",
                result = (string?)null,
                error = "x",
            }
        );
        await Service().ReadAsync(Cancel);
        (await Store().ClaimAsync("slack", AlertService.Lease)).ShouldNotBeNull(); // and dies

        var successor = Service();
        (await successor.SendAsync(slack, Cancel)).ShouldBe(0);
        clock.Advance(AlertService.Lease);
        (await successor.SendAsync(slack, Cancel)).ShouldBe(1);

        slack.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Raise_QuietHoursAndMutedKinds_WaitOrAreDropped()
    {
        var service = await StartAsync(("ALERT_QUIET_HOURS", "11:00-13:00"), ("ALERT_MUTED", "task"));
        Publish(
            "task:t1",
            TaskEvents.Failed,
            new
            {
                task_id = "t1",
                result = (string?)null,
                error = "x",
            }
        );
        Publish("session:s1", SessionMessages.Signal, Signal("BTC_KRW"));
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

        await service.ReadAsync(Cancel);
        await SendAllAsync(service);
        slack.Sent.Select(message => message.Severity).ShouldBe([AlertSeverity.Critical]);
        clock.Advance(TimeSpan.FromHours(1));
        await SendAllAsync(service);

        slack.Sent.Select(message => message.Title.En).ShouldBe(["paper trading differs from its replay", "buy signal: BTC_KRW"]);
    }

    [Fact]
    public async Task Health_ProblemThatLasts_IsToldOnceAndSoIsItsEnd()
    {
        var service = await StartAsync();
        var health = new HealthAlerts(Store(), [slack, telegram], store.Settings, clock, NullLogger<HealthAlerts>.Instance);
        HealthReport? last = null;
        for (var i = 0; i < 12; i++)
            last = await ReportAsync(i is > 2 and < 9 ? HealthLevel.Critical : HealthLevel.Ok);
        await SendAllAsync(service);

        slack
            .Sent.Select(Line)
            .ShouldBe([
                "critical: disk: the disk is full [title=disk: the disk is full, cpu_percent=12.5, memory_percent=-, failed=disk]",
                "recovered: disk: well again [title=disk: well again, cpu_percent=12.5, memory_percent=-, failed=disk]",
            ]);
        slack.Sent[1].Repeats.ShouldBe(5);

        async Task<HealthReport> ReportAsync(HealthLevel level)
        {
            var values = new Dictionary<string, double>();
            var report = new HealthReport(
                clock.GetUtcNow(),
                [
                    new("cpu", new HealthFinding(HealthLevel.Ok, new("", ""), new Dictionary<string, double> { ["used_percent"] = 12.5 })),
                    new("disk", new HealthFinding(level, new("디스크가 찼습니다", "the disk is full"), values)),
                ]
            );
            await health.ReportedAsync(last, report);
            clock.Advance(TimeSpan.FromSeconds(10));
            return report;
        }
    }

    [Fact]
    public async Task Health_DatabaseGone_IsSentWithoutIt()
    {
        var health = new HealthAlerts(Store(), [slack], store.Settings, clock, NullLogger<HealthAlerts>.Instance);
        var gone = new HealthFinding(HealthLevel.Critical, new("", "the database does not answer"), new Dictionary<string, double>());
        var report = new HealthReport(clock.GetUtcNow(), [new("database", gone)]);

        await health.ReportedAsync(null, report);
        await health.ReportedAsync(report, report);
        var well = new HealthReport(clock.GetUtcNow(), [new("database", HealthFinding.Ok("", "answers"))]);
        await health.ReportedAsync(report, well);

        slack
            .Sent.Select(message => (message.Title.En, message.IsRecovery))
            .ShouldBe([("database: the database does not answer", false), ("database: well again", true)]);
        (await Store().ListAsync(new Paging(10, 0), Cancel)).Total.ShouldBe(0);
    }

    [Fact]
    public async Task Daily_DayHasEnded_IsOneMessageForAllSessions()
    {
        var service = await StartAsync();
        await service.ReadAsync(Cancel);
        AddSession("first", [(1, 100.5m), (2, -20m)]);
        AddSession("second", []);
        clock.Advance(TimeSpan.FromHours(12)); // midnight in Korea

        await service.ReadAsync(Cancel);
        await service.ReadAsync(Cancel);
        await SendAllAsync(service);

        Line(slack.Sent.ShouldHaveSingleItem())
            .ShouldBe(
                "info: paper trading on 2026-03-01: 2 sessions, 2 trades [sessions=2, trades=2, realized_pnl=+80.5, first=2, +80.5, second=0, 0]"
            );
    }

    private static string Line(AlertMessage message) =>
        $"{(message.IsRecovery ? "recovered" : message.Severity.ToString().ToLowerInvariant())}: {message.Title.En} [{string.Join(", ", message.Fields.Select(field => $"{field.Name}={field.Value}"))}]";

    private static object Signal(string symbol) =>
        new
        {
            symbol,
            strategy_name = "volume_long_candle",
            timestamp = "2026-03-01T03:00:00Z",
            price = 1.0,
            confidence = 1.0,
        };

    private static object Closed(string symbol, double change) =>
        new
        {
            position_id = "1-1",
            symbol,
            strategy_name = "volume_long_candle",
            exit_time = "2026-03-01T03:00:00Z",
            exit_price = 10.0,
            exit_reason = "hold",
            realized_pnl = 5.0,
            realized_pnl_pct = change,
        };

    private void Publish(string topic, string kind, object data)
    {
        using var context = store.Database.Open();
        new EventLog(clock).Add(context, topic, kind, data);
        context.SaveChanges();
    }

    private void AddSession(string id, IReadOnlyList<(int Hours, decimal Profit)> trades)
    {
        using var context = store.Database.Open();
        var now = UnixTime.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var row = new PaperSessionRow
        {
            SessionId = id,
            State = Bokgi.Host.PaperTrading.Simulation.SessionState.Running,
            Request = "{}",
            CreatedUtc = now,
        };
        context.Add(row);
        context.SaveChanges();
        foreach (var (hours, profit) in trades)
            context.Add(
                new PaperTradeRow
                {
                    SessionNumber = row.Number,
                    PositionId = $"1-{hours}",
                    Symbol = "BTC_KRW",
                    Strategy = "volume_long_candle",
                    EntryBar = hours,
                    ExitBar = hours + 1,
                    EntryUtc = now,
                    ExitUtc = now + (hours * UnixTime.MicrosecondsPerHour),
                    EntryPrice = 1,
                    ExitPrice = 2,
                    Quantity = 1,
                    EntryFee = 0,
                    ExitFee = 0,
                    Slippage = 0,
                    Pnl = profit,
                    Return = 0,
                    ExitReason = Bokgi.Trading.ExitReason.Hold,
                    Confidence = 1,
                    MaximumAdverseExcursion = 0,
                    MaximumFavourableExcursion = 0,
                    IsLate = false,
                }
            );
        context.SaveChanges();
    }

    private AlertStore Store(HostSettings? settings = null) => new(store.Database, new EventLog(clock), settings ?? store.Settings, clock);

    private async Task<AlertService> StartAsync(params (string Name, string Value)[] values)
    {
        var settings = HostSettings.Read(
            null,
            new ConfigurationBuilder()
                .AddInMemoryCollection(values.Select(each => KeyValuePair.Create(each.Name, (string?)each.Value)))
                .Build()
        );
        var service = Service(settings);
        await service.ReadAsync(Cancel); // from here on, events are read
        return service;
    }

    private AlertService Service(HostSettings? settings = null) =>
        new(
            Store(settings),
            host.Feed,
            new EventStore(store.Database),
            new DailySummary(Store(settings), new PaperQueries(store.Database), settings ?? store.Settings, clock),
            [slack, telegram],
            clock,
            NullLogger<AlertService>.Instance
        );

    private async Task SendAllAsync(AlertService service)
    {
        foreach (var channel in (RecordingChannel[])[slack, telegram])
        {
            while (await service.SendAsync(channel, Cancel) > 0) { }
        }
    }
}
