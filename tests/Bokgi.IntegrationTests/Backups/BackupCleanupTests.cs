using System.Diagnostics;
using Bokgi.Host.Backups;
using Bokgi.Host.Platform;
using Bokgi.Host.Platform.Settings;
using Bokgi.IntegrationTests.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Backups;

/// <summary>Which backups the cleanup removes, even if the clock is wrong.</summary>
public sealed class BackupCleanupTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ServiceProvider services;

    public BackupCleanupTests()
    {
        Directory.CreateDirectory(folder.PathOf("lake"));
        Directory.CreateDirectory(folder.PathOf("state", "results"));
        File.WriteAllText(folder.PathOf("state", "results", "trades.parquet"), "some rows");
        var values = new Dictionary<string, string?>
        {
            ["STATE_ROOT"] = folder.PathOf("state"),
            ["BACKUP_ROOT"] = folder.PathOf("backups"),
        };
        var settings = HostSettings.Read(folder.PathOf("lake"), new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddPlatform(settings, clock);
        collection.AddBackups(settings);
        services = collection.BuildServiceProvider();
    }

    private BackupService Backups => services.GetRequiredService<BackupService>();

    public void Dispose()
    {
        services.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Make_ScratchFolderOfAKilledProcess_IsRemovedAndTheServerRunningInItIsEnded()
    {
        var scratch = Directory.CreateDirectory(folder.PathOf("backups", ".scratch", "1")).FullName;
        // Stands for the temporary database server that the killed process left running.
        using var leftServer = Process.Start(new ProcessStartInfo("sleep", "600") { WorkingDirectory = scratch })!;
        using var unrelatedProcess = Process.Start(new ProcessStartInfo("sleep", "600") { WorkingDirectory = folder.PathOf("state") })!;
        try
        {
            await MakeAsync(days: 1);

            await leftServer.WaitForExitAsync(TestContext.Current.CancellationToken);
            unrelatedProcess.HasExited.ShouldBeFalse();
            Directory.Exists(scratch).ShouldBeFalse();
        }
        finally
        {
            leftServer.Kill();
            unrelatedProcess.Kill();
        }
    }

    [Fact]
    public async Task CleanUp_BackupsOlderThanSevenDays_AreRemovedWithTheirManifests()
    {
        await MakeAsync(days: 10);

        var removed = await Backups.CleanUpAsync(7, CancellationToken.None);

        // One backup was made on each day from January 1 to 10. The clock now shows January 11, so those of the first three days are too old.
        removed.ShouldBe([.. Enumerable.Range(1, 3).Select(day => $"results/results_2026010{day}_000000.tar.gz")], ignoreOrder: true);
        BackupTimes().Count.ShouldBe(7);
        Directory.GetFiles(folder.PathOf("backups/results")).Length.ShouldBe(2 * 7); // each with its manifest
    }

    [Theory]
    [InlineData(40_000)]
    [InlineData(-40_000)]
    public async Task CleanUp_WrongClock_KeepsTheNewest(int daysWrong)
    {
        await MakeAsync(days: 3);
        var newest = BackupTimes()[0];
        var wrongClock = new FakeTimeProvider(clock.GetUtcNow().AddDays(daysWrong));

        await CreateServiceWithClock(wrongClock).CleanUpAsync(0, CancellationToken.None);

        BackupTimes()[0].ShouldBe(newest);
        BackupTimes().Count.ShouldBe(daysWrong > 0 ? 1 : 3); // a clock that is behind makes no backup look old
    }

    [Fact]
    public async Task CleanUp_NewestIsDamaged_KeepsTheNewestThatIsIntact()
    {
        await MakeAsync(days: 3);
        File.AppendAllText(Path.Combine(folder.Path, "backups", Backups.List()[0].File), "x");
        clock.Advance(TimeSpan.FromDays(100));

        await Backups.CleanUpAsync(7, CancellationToken.None);

        BackupTimes().ShouldBe([new DateTime(2026, 1, 2, 0, 0, 0)]);
    }

    [Fact]
    public async Task CleanUp_CandleFiles_KeepsThoseOfTheRemainingBackups()
    {
        folder.WriteHours("BTC_KRW", 10);
        Directory.Move(folder.PathOf("BTC_KRW"), folder.PathOf("lake", "BTC_KRW"));
        await MakeAsync(days: 1, BackupKind.Data);
        StoredFileCount().ShouldBe(1);
        await MakeAsync(days: 1, BackupKind.Data);
        StoredFileCount().ShouldBe(1, "an unchanged file is stored once");
        Directory.Delete(folder.PathOf("lake", "BTC_KRW"), recursive: true);
        folder.WriteHours("BTC_KRW", 20);
        Directory.Move(folder.PathOf("BTC_KRW"), folder.PathOf("lake", "BTC_KRW"));
        await MakeAsync(days: 1, BackupKind.Data);
        StoredFileCount().ShouldBe(2);
        clock.Advance(TimeSpan.FromDays(30));

        await Backups.CleanUpAsync(7, CancellationToken.None);

        StoredFileCount().ShouldBe(1);
        (await Backups.VerifyAsync(Backups.List().ShouldHaveSingleItem(), CancellationToken.None)).Error.ShouldBeNull();
    }

    private int StoredFileCount() => Directory.GetFiles(folder.PathOf("backups/data/files"), "*", SearchOption.AllDirectories).Length;

    private IReadOnlyList<DateTime> BackupTimes() => [.. Backups.List().Select(backup => backup.TimeUtc)];

    // Makes one backup per day.
    private async Task MakeAsync(int days, BackupKind kind = BackupKind.Results)
    {
        for (var day = 0; day < days; day++)
        {
            (await Backups.MakeAsync(kind, CancellationToken.None)).Error.ShouldBeNull();
            clock.Advance(TimeSpan.FromDays(1));
        }
    }

    private BackupService CreateServiceWithClock(TimeProvider otherClock) =>
        ActivatorUtilities.CreateInstance<BackupService>(services, otherClock);
}
