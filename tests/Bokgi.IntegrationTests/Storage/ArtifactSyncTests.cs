using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Sync;
using Bokgi.Host.Storage;
using Bokgi.IntegrationTests.Store;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage;

public sealed class SqliteArtifactSyncTests(SqliteStore fixture) : ArtifactSyncTests(fixture), IClassFixture<SqliteStore>;

/// <summary>Runs in the current format, one file with all rows; the two other classes test the format of earlier versions.</summary>
public sealed class RowsFileSyncTests(SqliteStore fixture) : ArtifactSyncTests(fixture), IClassFixture<SqliteStore>
{
    private protected override bool StoresRunsAsEarlierVersions => false;
}

public sealed class PostgresArtifactSyncTests(PostgresStore fixture) : ArtifactSyncTests(fixture), IClassFixture<PostgresStore>;

/// <summary>Run files are uploaded to an object store and read back.</summary>
public abstract class ArtifactSyncTests(StoreFixture fixture) : ArtifactSyncSetup(fixture)
{
    [Fact]
    public async Task Sync_StoredRun_UploadsItAndKeepsACopy()
    {
        var run = CreateRun();
        var originalHashes = ComputeHashes(Path.Combine(ResultsPath, FolderOf(run)));

        (await Sync.SyncAsync(Cancel)).ShouldBe(1);

        (await ListKeysAsync()).ShouldBe([
            .. originalHashes.Keys.Append("manifest.json").Order(StringComparer.Ordinal).Select(name => $"{FolderOf(run)}/{name}"),
        ]);
        ComputeHashes(Folder.PathOf("objects", FolderOf(run))).Where(file => file.Key != "manifest.json").ShouldBe(originalHashes);
        Directory.Exists(Path.Combine(ResultsPath, FolderOf(run))).ShouldBeFalse();
        CountTrades(RunStorage, run).ShouldBe(run.TotalTrades);
        ObjectStore.Downloads.ShouldBe(0, "trades are read from the local copy");
        (await Sync.SyncAsync(Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task Find_CopyDeleted_DownloadsItOnceForAllReaders()
    {
        var run = CreateRun();
        var originalHashes = ComputeHashes(Path.Combine(ResultsPath, FolderOf(run)));
        await Sync.SyncAsync(Cancel);
        Directory.Delete(Path.Combine(ResultsPath, ".copies"), recursive: true);

        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => CountTrades(RunStorage, run))));

        counts.ShouldAllBe(count => count == run.TotalTrades);
        ObjectStore.Downloads.ShouldBe(RunFiles.Length + 1, "the files and the manifest");
        ComputeHashes(Path.Combine(ResultsPath, ".copies", FolderOf(run))).ShouldBe(originalHashes);
    }

    [Fact]
    public async Task Sync_StoreUnavailable_KeepsFilesLocallyUntilItIsBack()
    {
        ObjectStore.IsUnavailable = true;
        var run = CreateRun();

        await Should.ThrowAsync<StorageException>(() => Sync.SyncAsync(Cancel));
        CountTrades(RunStorage, run).ShouldBe(run.TotalTrades);

        ObjectStore.IsUnavailable = false;
        (await Sync.SyncAsync(Cancel)).ShouldBe(1);
        (await ListKeysAsync()).Count.ShouldBe(RunFiles.Length + 1);
    }

    [Fact]
    public async Task Sync_KilledAtAnyCall_IsCompletedByTheNextSync()
    {
        for (var killAt = 0; ; killAt++)
        {
            var earlierCalls = ObjectStore.Calls;
            var run = CreateRun();
            ObjectStore.KillAfterCalls = earlierCalls + killAt;
            var wasKilled = await RunAndCheckKilledAsync(() => Sync.SyncAsync(Cancel));
            ObjectStore.KillAfterCalls = null;
            CountTrades(RunStorage, run).ShouldBe(run.TotalTrades, $"killed at call {killAt}");
            await Sync.SyncAsync(Cancel);

            (await ListKeysAsync()).Count(key => key.StartsWith(FolderOf(run), StringComparison.Ordinal)).ShouldBe(RunFiles.Length + 1);
            Directory.Exists(Path.Combine(ResultsPath, FolderOf(run))).ShouldBeFalse();
            if (wasKilled)
                continue;
            killAt.ShouldBe(RunFiles.Length + 1, "each call of an upload was killed");
            return;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delete_BeforeOrAfterUpload_RemovesItEverywhere(bool isUploaded)
    {
        var run = CreateRun();
        if (isUploaded)
            await Sync.SyncAsync(Cancel);

        RunStorage.Delete(run.RunId).ShouldBeTrue();
        ObjectStore.IsUnavailable = true;
        await Should.ThrowAsync<StorageException>(() => Sync.SyncAsync(Cancel));
        ObjectStore.IsUnavailable = false;
        await Sync.SyncAsync(Cancel);

        (await ListKeysAsync()).ShouldBeEmpty();
        ListFiles(ResultsPath).ShouldBeEmpty();
    }

    [Fact]
    public async Task Delete_DuringUpload_LeavesNothing()
    {
        var run = CreateRun();
        ObjectStore.BeforeUpload = key =>
        {
            if (key.EndsWith(RunFiles[RunFiles.Length / 2], StringComparison.Ordinal))
                Fixture.CreateUploadingStorage(ObjectStore, Folder.PathOf("elsewhere")).Delete(run.RunId).ShouldBeTrue();
        };

        await Sync.SyncAsync(Cancel);

        (await ListKeysAsync()).ShouldBeEmpty();
        ListFiles(ResultsPath).ShouldBeEmpty();
    }

    [Fact]
    public async Task Find_OnAnotherMachine_NeedsTheUploadedManifest()
    {
        var run = CreateRun();
        var otherMachine = Fixture.CreateUploadingStorage(ObjectStore, Folder.PathOf("elsewhere"));
        Should.Throw<StorageException>(() => CountTrades(otherMachine, run)).Kind.ShouldBe(StorageErrorKind.Unavailable);
        ObjectStore.KillAfterCalls = ObjectStore.Calls + RunFiles.Length;
        (await RunAndCheckKilledAsync(() => Sync.SyncAsync(Cancel))).ShouldBeTrue();
        ObjectStore.KillAfterCalls = null;
        (await ListKeysAsync()).Count.ShouldBe(RunFiles.Length, "all but the manifest");
        Should.Throw<StorageException>(() => CountTrades(otherMachine, run)).Kind.ShouldBe(StorageErrorKind.Unavailable);

        await Sync.SyncAsync(Cancel);

        CountTrades(otherMachine, run).ShouldBe(run.TotalTrades);
        otherMachine.Delete(run.RunId).ShouldBeTrue();
        await otherMachine.Sync.SyncAsync(Cancel);
        (await ListKeysAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Find_ByteChangedInStore_ReportsDamage()
    {
        var run = CreateRun();
        await Sync.SyncAsync(Cancel);
        Directory.Delete(Path.Combine(ResultsPath, ".copies"), recursive: true);
        FlipBit(Folder.PathOf("objects", FolderOf(run), RunFiles[^1])); // the file of the trades; in a run of the current version, the only file

        Should
            .Throw<LostDataException>(() => CountTrades(RunStorage, run))
            .Message.ShouldStartWith($"{RunFiles[^1]} of run {run.RunId} is damaged");

        ListFiles(Path.Combine(ResultsPath, ".copies"))
            .Select(path => Path.GetFileName(path))
            .ShouldBe(RunFiles[..^1], "the other files are intact");
        if (StoresRunsAsEarlierVersions)
            RunStorage.OpenStoredRun(run.RunId)!.OpenEquity().Dispose();
        ListFiles(Path.Combine(ResultsPath, ".making")).ShouldBeEmpty(); // where files are staged
    }

    [Fact]
    public async Task RemoveOldCopies_OneCopyUnusedForADay_RemovesOnlyThatCopy()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var store = Fixture.CreateUploadingStorage(ObjectStore, Folder.PathOf("here"), clock);
        var (oldRun, recentlyReadRun) = (CreateRun(store), CreateRun(store));
        await store.Sync.SyncAsync(Cancel);
        foreach (var run in (RunDocument[])[oldRun, recentlyReadRun])
            Directory.SetLastWriteTimeUtc(Path.Combine(ResultsPath, ".copies", FolderOf(run)), clock.GetUtcNow().UtcDateTime.AddHours(-25));

        CountTrades(store, recentlyReadRun).ShouldBe(recentlyReadRun.TotalTrades);
        store.Sync.RemoveOldCopies().ShouldBe(1);

        Directory.Exists(Path.Combine(ResultsPath, ".copies", FolderOf(oldRun))).ShouldBeFalse();
        Directory.Exists(Path.Combine(ResultsPath, ".copies", FolderOf(recentlyReadRun))).ShouldBeTrue();
        CountTrades(store, oldRun).ShouldBe(oldRun.TotalTrades, "it is downloaded again");
    }

    [Fact]
    public async Task Sync_OneFolderFails_UploadsTheOthersAndThrows()
    {
        var (failingRun, otherRun) = (CreateRun(), CreateRun());
        ObjectStore.BeforeUpload = key =>
        {
            if (key.StartsWith(FolderOf(failingRun), StringComparison.Ordinal))
                throw new StorageException(StorageErrorKind.Damaged, "the hash differs");
        };

        (await Should.ThrowAsync<StorageException>(() => Sync.SyncAsync(Cancel))).Message.ShouldBe("the hash differs");

        (await ListKeysAsync()).ShouldAllBe(key => key.StartsWith(FolderOf(otherRun), StringComparison.Ordinal));
        (await ListKeysAsync()).Count.ShouldBe(RunFiles.Length + 1);
        ObjectStore.BeforeUpload = _ => { };
        (await Sync.SyncAsync(Cancel)).ShouldBe(1);
        (await ListKeysAsync()).Count.ShouldBe(2 * (RunFiles.Length + 1));
    }

    // A piece is the part of a queued run that one worker computes. Its files come from that worker.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FindPiece_TimedOut_ReportsWhetherStoreOrPieceIsMissing(bool isUnavailable)
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(61) }; // the search ends after 60 s
        var folders = new ArtifactFolders(ResultsPath, database: "any", usesObjectStore: true);
        var pieces = new PieceFiles(folders, new ArtifactSync(folders, ObjectStore, Fixture.RunStorage.RunStore, clock), clock);
        ObjectStore.IsUnavailable = isUnavailable;

        var error = await Should.ThrowAsync<Exception>(() => pieces.FindOrDownloadAsync("task", "attempt", Cancel));

        if (isUnavailable)
            error.ShouldBeOfType<StorageException>().Kind.ShouldBe(StorageErrorKind.Unavailable);
        else
            error.ShouldBeOfType<IOException>().Message.ShouldContain("the worker that made them uploads them when it can");
    }

    [Fact]
    public void Remove_Folder_LeavesNothingBehind()
    {
        var staging = Folder.PathOf("staging");
        Directory.CreateDirectory(Folder.PathOf("run"));
        File.WriteAllText(Folder.PathOf("run", "trades.parquet"), "x");

        ArtifactRemoval.Remove(Folder.PathOf("run"), staging);
        ArtifactRemoval.Remove(Folder.PathOf("run"), staging);

        Directory.Exists(Folder.PathOf("run")).ShouldBeFalse();
        Directory.GetFileSystemEntries(staging).ShouldBeEmpty();
    }

    private static void FlipBit(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
