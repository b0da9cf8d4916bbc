using Bokgi.Host.Runs.Sync;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage;

public sealed class SqliteStorageMigrationTests(SqliteStore fixture) : StorageMigrationTests(fixture), IClassFixture<SqliteStore>;

// Moves runs of the current version, which have a single file; the other classes move runs of earlier versions, which have several.
public sealed class RowsFileMigrationTests(SqliteStore fixture) : StorageMigrationTests(fixture), IClassFixture<SqliteStore>
{
    private protected override bool StoresRunsAsEarlierVersions => false;
}

public sealed class PostgresStorageMigrationTests(PostgresStore fixture) : StorageMigrationTests(fixture), IClassFixture<PostgresStore>;

/// <summary>Moves the files of stored runs to an object store and back.</summary>
public abstract class StorageMigrationTests(StoreFixture fixture) : ArtifactSyncSetup(fixture)
{
    [Fact]
    public async Task Migrate_KilledAtAnyCall_EndsWithEverythingUploadedAndVerified()
    {
        var storage = Fixture.CreateUploadingStorage(ObjectStore, Folder.PathOf("here"));
        for (var killAt = 0; ; killAt++)
        {
            var run = CreateLocalRun();
            ObjectStore.KillAfterCalls = ObjectStore.Calls + killAt;
            var wasKilled = await RunAndCheckKilledAsync(() => storage.Migration.MoveToStoreAsync(FolderOf(run), Cancel));
            ObjectStore.KillAfterCalls = null;
            CountTrades(storage, run).ShouldBe(run.TotalTrades, $"killed at call {killAt}");

            // The first RunFiles.Length + 2 calls look for the manifest, upload the files and upload the manifest. If one of them is killed,
            // the repeated move has to upload.
            (await storage.Migration.MoveToStoreAsync(FolderOf(run), Cancel)).ShouldBe(
                killAt < RunFiles.Length + 2 ? FolderMoveOutcome.Moved : FolderMoveOutcome.AlreadyThere
            );

            ListFiles(Path.Combine(ResultsPath, FolderOf(run))).ShouldBeEmpty();
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
            var originalHashes = ComputeHashes(Path.Combine(ResultsPath, ".copies", FolderOf(run)));
            ObjectStore.KillAfterCalls = ObjectStore.Calls + killAt;
            var wasKilled = await RunAndCheckKilledAsync(() => RunStorage.Migration.MoveFromStoreAsync(FolderOf(run), Cancel));
            ObjectStore.KillAfterCalls = null;

            // The first RunFiles.Length + 1 calls read the manifest and download the files. If one of them is killed, the repeated move has to
            // download.
            (await RunStorage.Migration.MoveFromStoreAsync(FolderOf(run), Cancel)).ShouldBe(
                killAt < RunFiles.Length + 1 ? FolderMoveOutcome.Moved : FolderMoveOutcome.AlreadyThere
            );

            ComputeHashes(Path.Combine(ResultsPath, FolderOf(run))).ShouldBe(originalHashes);
            ListFiles(Path.Combine(ResultsPath, ".copies", FolderOf(run))).ShouldBeEmpty();
            (await ListKeysAsync()).ShouldBeEmpty();
            Fixture.RunStorage.Delete(run.RunId);
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
        Directory.Delete(Path.Combine(ResultsPath, FolderOf(run)), recursive: true);

        (await RunStorage.Migration.MoveToStoreAsync(FolderOf(run), Cancel)).ShouldBe(FolderMoveOutcome.Missing);
        (await RunStorage.Migration.MoveFromStoreAsync(FolderOf(run), Cancel)).ShouldBe(FolderMoveOutcome.Missing);
    }

    [Fact]
    public async Task MigrateBack_LocalFilesIncomplete_DownloadsThemAgain()
    {
        var run = CreateRun();
        await Sync.SyncAsync(Cancel);
        var originalHashes = ComputeHashes(Path.Combine(ResultsPath, ".copies", FolderOf(run)));
        var directory = Path.Combine(ResultsPath, FolderOf(run));
        Directory.CreateDirectory(directory);
        foreach (var name in RunFiles[..^1])
            File.Copy(Path.Combine(ResultsPath, ".copies", FolderOf(run), name), Path.Combine(directory, name));

        (await RunStorage.Migration.MoveFromStoreAsync(FolderOf(run), Cancel)).ShouldBe(FolderMoveOutcome.Moved);

        ComputeHashes(directory).ShouldBe(originalHashes);
        (await ListKeysAsync()).ShouldBeEmpty();
    }
}
