using Bokgi.Host.Alerts;
using Bokgi.Host.Platform.Health;
using Bokgi.Host.Platform.Queries;
using Bokgi.IntegrationTests.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Alerts;

public sealed class SqliteHealthAlertTests() : HealthAlertTests(new SqliteStore());

public sealed class PostgresHealthAlertTests(PostgresServer server) : HealthAlertTests(new PostgresStore(server));

/// <summary>The messages about health checks, and the daily summary of paper trading, on each database engine.</summary>
public abstract class HealthAlertTests(StoreFixture store) : AlertSetup(store)
{
    [Fact]
    public async Task Health_ProblemThatLasts_SendsOneAlertAndOneRecovery()
    {
        var service = await StartAsync();
        var health = new HealthAlerts(CreateStore(), [Slack, Telegram], Settings, Clock, NullLogger<HealthAlerts>.Instance);
        HealthReport? last = null;
        for (var i = 0; i < 12; i++)
            last = await ReportAsync(i is > 2 and < 9 ? HealthLevel.Critical : HealthLevel.Ok);
        await SendAllAsync(service);

        Slack
            .Sent.Select(FormatLine)
            .ShouldBe([
                "critical: disk: the disk is full [title=disk: the disk is full, cpu_percent=12.5, memory_percent=-, failed=disk]",
                "recovered: disk: well again [title=disk: well again, cpu_percent=12.5, memory_percent=-, failed=disk]",
            ]);
        Slack.Sent[1].Repeats.ShouldBe(4, "of six critical reports, the second raised the alert");

        async Task<HealthReport> ReportAsync(HealthLevel level)
        {
            var values = new Dictionary<string, double>();
            var report = new HealthReport(
                Clock.GetUtcNow(),
                [
                    new("cpu", new HealthFinding(HealthLevel.Ok, new("", ""), new Dictionary<string, double> { ["used_percent"] = 12.5 })),
                    new("disk", new HealthFinding(level, new("디스크가 찼습니다", "the disk is full"), values)),
                ]
            );
            await health.OnReportAsync(last, report);
            Clock.Advance(TimeSpan.FromSeconds(10));
            return report;
        }
    }

    [Fact]
    public async Task Health_DiskOfAnotherMachineIsFull_AlertNamesThatMachineAndThisMachineDoesNotEndIt()
    {
        var service = await StartAsync();
        var full = new HealthFinding(HealthLevel.Critical, new("찼습니다", "is full"), new Dictionary<string, double>());
        var (otherMachine, thisMachine) = (Create(), Create());

        var report = new HealthReport(Clock.GetUtcNow(), [new("disk", full) { Machine = "elsewhere" }]);
        await otherMachine.OnReportAsync(report, report);
        var well = HealthFinding.Ok("", "80 %");
        await thisMachine.OnReportAsync(
            null,
            new HealthReport(Clock.GetUtcNow(), [new("disk", well) { Machine = Environment.MachineName }])
        );
        await SendAllAsync(service);

        Slack.Sent.ShouldHaveSingleItem().Title.En.ShouldBe("disk (elsewhere): is full");
        (await CreateStore().ListOpenGroupKeysAsync("health:")).ShouldBe(["health:disk@elsewhere"]);

        HealthAlerts Create() => new(CreateStore(), [Slack, Telegram], Settings, Clock, NullLogger<HealthAlerts>.Instance);
    }

    [Fact]
    public async Task Health_CheckNeverFailsTwiceInARow_IsNotSent()
    {
        var service = await StartAsync();
        var health = new HealthAlerts(CreateStore(), [Slack], Settings, Clock, NullLogger<HealthAlerts>.Instance);
        HealthReport? last = null;
        for (var i = 0; i < 20; i++)
        {
            var finding = i % 2 == 0 ? HealthFinding.Critical("", "was not checked in time") : HealthFinding.Ok("", "");
            var report = new HealthReport(Clock.GetUtcNow(), [new("disk", finding), new("database", finding)]);
            await health.OnReportAsync(last, report);
            last = report;
        }

        await SendAllAsync(service);
        Slack.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Health_DatabaseUnavailable_IsSentWithoutTheDatabase()
    {
        var health = new HealthAlerts(CreateStore(), [Slack], Settings, Clock, NullLogger<HealthAlerts>.Instance);
        var unavailable = new HealthFinding(
            HealthLevel.Critical,
            new("", "the database does not answer"),
            new Dictionary<string, double>()
        );
        var report = new HealthReport(Clock.GetUtcNow(), [new("database", unavailable)]);

        await health.OnReportAsync(null, report);
        await health.OnReportAsync(report, report);
        var well = new HealthReport(Clock.GetUtcNow(), [new("database", HealthFinding.Ok("", "answers"))]);
        await health.OnReportAsync(report, well);

        Slack
            .Sent.Select(message => (message.Title.En, message.IsRecovery))
            .ShouldBe([("database: the database does not answer", false), ("database: well again", true)]);
        (await CreateStore().ListAsync(new Paging(Limit: 10, Offset: 0), Cancel)).Total.ShouldBe(0);
    }

    [Fact]
    public async Task DailySummary_DayHasEnded_SendsOneMessageForAllSessions()
    {
        var service = await StartAsync();
        await service.RaiseAlertsAsync(Cancel);
        AddSession("first", [(1, 100.5m), (2, -20m)]);
        AddSession("second", []);
        AddSession("third", [(3, 1.5m)], "BTC_USDT");
        Clock.Advance(TimeSpan.FromHours(12)); // midnight in Korea

        await service.RaiseAlertsAsync(Cancel);
        await service.RaiseAlertsAsync(Cancel);
        await SendAllAsync(service);

        FormatLine(Slack.Sent.ShouldHaveSingleItem())
            .ShouldBe(
                "info: paper trading on 2026-03-01: 3 sessions, 3 trades [sessions=3, trades=3, realized_pnl=+80.5 KRW, +1.5 USDT, first=2, +80.5 KRW, second=0, 0, third=1, +1.5 USDT]"
            );
    }
}
