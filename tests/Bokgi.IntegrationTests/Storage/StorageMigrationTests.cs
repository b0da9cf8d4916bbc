using Bokgi.Host.Runs.Sync;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage;

public sealed class SqliteStorageMigrationTests(SqliteStore fixture) : StorageMigrationTests(fixture), IClassFixture<SqliteStore>;

// Moves runs of the current version, which have a single file; the other classes move runs of earlier versions, which have several.
public sealed class RowsFileMigrationTests(SqliteStore fixture) : StorageMigrationTests(fixture), IClassFixture<SqliteStore>
{
    private protected override bool AreOfEarlierVersion => false;
}

public sealed class PostgresStorageMigrationTests(PostgresStore fixture) : StorageMigrationTests(fixture), IClassFixture<PostgresStore>;

/// <summary>Moves the files of stored runs to an object store and back.</summary>
public abstract class StorageMigrationTests(StoreFixture fixture) : ArtifactSyncSetup(fixture)
{
    [Fact]
    public async Task Migrate_KilledAtAnyCall_EndsWithEverythingUploadedAndVerified()
    {
        var storage = Fixture.StoreUploadingTo(Objects, Folder.PathOf("here"));
        for (var killAt = 0; ; killAt++)
        {
            var run = CreateLocalRun();
            Objects.KillAfterCalls = Objects.Calls + killAt;
            var wasKilled = await RunAndCheckKilledAsync(() => storage.Migration.MoveToStoreAsync(FolderOf(run), Cancel));
            Objects.KillAfterCalls = null;
            CountTrades(storage, run).ShouldBe(run.TotalTrades, $"killed at call {killAt}");

            // The first RunFiles.Length + 2 calls look for the manifest, upload the files and upload the manifest. If one of them is killed,
            // the repeated move has to upload.
            (await storage.Migration.MoveToStoreAsync(FolderOf(run), Cancel)).ShouldBe(
                killAt < RunFiles.Length + 2 ? FolderMove.Moved : FolderMove.AlreadyThere
            );

            Files(Path.Combine(Results, FolderOf(run))).ShouldBeEmpty();
            (await ListKeysAsync()).Count(key => key.StartsWith(FolderOf(run), StringComparison.Ordinal)).ShouldBe(RunFiles.Length + 1);
            if (wasKilled)
                continue;
            killAt.ShouldBeGreaterThan((2 * RunFiles.Length) + 2); // all uploads and the following checks of the files were killed
            return;
        }
    }

    [Fact]
    public async Task MigrateBack_KilledAtAnyCall_EndsWithOnlyLocalFiles()
    {
        for (var killAt = 0; ; killAt++)
        {
            var run = CreateRun();
            await Sync.SyncAsync(Cancel);
            var originalHashes = Hashes(Path.Combine(Results, ".copies", FolderOf(run)));
            Objects.KillAfterCalls = Objects.Calls + killAt;
            var wasKilled = await RunAndCheckKilledAsync(() => Runs.Migration.MoveFromStoreAsync(FolderOf(run), Cancel));
            Objects.KillAfterCalls = null;

            // The first RunFiles.Length + 1 calls read the manifest and download the files. If one of them is killed, the repeated move has to
            // download.
            (await Runs.Migration.MoveFromStoreAsync(FolderOf(run), Cancel)).ShouldBe(
                killAt < RunFiles.Length + 1 ? FolderMove.Moved : FolderMove.AlreadyThere
            );

            Hashes(Path.Combine(Results, FolderOf(run))).ShouldBe(originalHashes);
            Files(Path.Combine(Results, ".copies", FolderOf(run))).ShouldBeEmpty();
            (await ListKeysAsync()).ShouldBeEmpty();
            Fixture.Store.Delete(run.RunId);
            if (wasKilled)
                continue;
            killAt.ShouldBeGreaterThan((2 * RunFiles.Length) + 1); // all downloads and the following deletions were killed
            return;
        }
    }

    [Fact]
    public async Task Migrate_FilesInNeitherPlace_ReportsMissing()
    {
        var run = CreateLocalRun();
        Directory.Delete(Path.Combine(Results, FolderOf(run)), recursive: true);

        (await Runs.Migration.MoveToStoreAsync(FolderOf(run), Cancel)).ShouldBe(FolderMove.Missing);
        (await Runs.Migration.MoveFromStoreAsync(FolderOf(run), Cancel)).ShouldBe(FolderMove.Missing);
    }

    [Fact]
    public async Task MigrateBack_LocalFilesIncomplete_DownloadsThemAgain()
    {
        var run = CreateRun();
        await Sync.SyncAsync(Cancel);
        var originalHashes = Hashes(Path.Combine(Results, ".copies", FolderOf(run)));
        var directory = Path.Combine(Results, FolderOf(run));
        Directory.CreateDirectory(directory);
        foreach (var name in RunFiles[..^1])
            File.Copy(Path.Combine(Results, ".copies", FolderOf(run), name), Path.Combine(directory, name));

        (await Runs.Migration.MoveFromStoreAsync(FolderOf(run), Cancel)).ShouldBe(FolderMove.Moved);

        Hashes(directory).ShouldBe(originalHashes);
        (await ListKeysAsync()).ShouldBeEmpty();
    }
}
