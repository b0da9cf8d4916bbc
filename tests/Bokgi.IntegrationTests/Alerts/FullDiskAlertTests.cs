using Bokgi.Host.Alerts;
using Bokgi.Host.Alerts.Store;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Health;
using Bokgi.Host.Platform.Queries;
using Bokgi.IntegrationTests.Storage;
using Bokgi.IntegrationTests.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Alerts;

/// <summary>A disk that is too full for the database to store the alert about it.</summary>
public sealed class FullDiskAlertTests : IDisposable
{
    private readonly SqliteStore store = new();

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task OnReport_DiskIsFullAndLaterFreed_SendsOneAlertAndOneRecovery()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 3, 0, 0, TimeSpan.Zero));
        var slack = new RecordingChannel();
        using var disk = new SmallDisk(store.StateRoot, kilobytes: 4_096);
        var alerts = new AlertStore(store.Database, new EventLog(clock), store.Settings, clock);
        var health = new HealthAlerts(alerts, [slack], store.Settings, clock, NullLogger<HealthAlerts>.Instance);
        disk.Fill();
        HealthReport? last = null;

        await ReportAsync(HealthLevel.Critical);
        await ReportAsync(HealthLevel.Critical);
        await ReportAsync(HealthLevel.Critical);
        disk.Free();
        await ReportAsync(HealthLevel.Ok);
        await ReportAsync(HealthLevel.Ok);

        slack
            .Sent.Select(message => (message.Title.En, message.IsRecovery))
            .ShouldBe([("disk: the disk is full", false), ("disk: well again", true)]);
        (await alerts.ListAsync(new Paging(Limit: 10, Offset: 0), CancellationToken.None)).Total.ShouldBe(0);

        async Task ReportAsync(HealthLevel level)
        {
            var finding = new HealthFinding(level, new("디스크가 찼습니다", "the disk is full"), new Dictionary<string, double>());
            var report = new HealthReport(clock.GetUtcNow(), [new("disk", finding)]);
            await health.OnReportAsync(last, report);
            last = report;
            clock.Advance(TimeSpan.FromSeconds(10));
        }
    }
}
