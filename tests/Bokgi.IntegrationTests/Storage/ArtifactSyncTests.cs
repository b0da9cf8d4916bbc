using System.Security.Cryptography;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Sync;
using Bokgi.Host.Storage;
using Bokgi.Host.Storage.Local;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Store;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage;

public sealed class SqliteArtifactSyncTests(SqliteStore fixture) : ArtifactSyncTests(fixture), IClassFixture<SqliteStore>;

public sealed class PostgresArtifactSyncTests(PostgresStore fixture) : ArtifactSyncTests(fixture), IClassFixture<PostgresStore>;

/// <summary>
/// Run files are uploaded to an object store and read back. The store is a folder; tests can make it unavailable or kill the uploading
/// process at any call.
/// </summary>
public abstract class ArtifactSyncTests : IDisposable
{
    private readonly StoreFixture fixture;
    private readonly TemporaryFolder folder = new();
    private readonly FaultyStore objects;
    private readonly TestRunStorage runs;

    protected ArtifactSyncTests(StoreFixture fixture)
    {
        this.fixture = fixture;
        objects = new FaultyStore(new LocalStore(folder.PathOf("objects")));
        runs = fixture.StoreUploadingTo(objects, folder.PathOf("here"));
    }

    private string Results => folder.PathOf("here", "results");

    private ArtifactSync Sync => runs.Sync;

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Sync_StoredRun_UploadsItAndKeepsACopy()
    {
        var run = CreateRun();
        var originalHashes = Hashes(Path.Combine(Results, FolderOf(run)));

        (await Sync.SyncAsync(Cancel)).ShouldBe(1);

        (await Keys()).ShouldBe([
            .. originalHashes.Keys.Append("manifest.json").Order(StringComparer.Ordinal).Select(name => $"{FolderOf(run)}/{name}"),
        ]);
        Hashes(folder.PathOf("objects", FolderOf(run))).Where(file => file.Key != "manifest.json").ShouldBe(originalHashes);
        Directory.Exists(Path.Combine(Results, FolderOf(run))).ShouldBeFalse();
        CountTrades(runs, run).ShouldBe(run.TotalTrades);
        objects.Downloads.ShouldBe(0, "trades are read from the local copy");
        (await Sync.SyncAsync(Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task Find_CopyDeleted_DownloadsItOnceForAllReaders()
    {
        var run = CreateRun();
        var originalHashes = Hashes(Path.Combine(Results, FolderOf(run)));
        await Sync.SyncAsync(Cancel);
        Directory.Delete(Path.Combine(Results, ".copies"), recursive: true);

        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => CountTrades(runs, run))));

        counts.ShouldAllBe(count => count == run.TotalTrades);
        objects.Downloads.ShouldBe(4, "three files and the manifest");
        Hashes(Path.Combine(Results, ".copies", FolderOf(run))).ShouldBe(originalHashes);
    }

    [Fact]
    public async Task Sync_StoreUnavailable_KeepsFilesLocallyUntilItIsBack()
    {
        objects.IsUnavailable = true;
        var run = CreateRun();

        await Should.ThrowAsync<StorageException>(() => Sync.SyncAsync(Cancel));
        CountTrades(runs, run).ShouldBe(run.TotalTrades);

        objects.IsUnavailable = false;
        (await Sync.SyncAsync(Cancel)).ShouldBe(1);
        (await Keys()).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Sync_KilledAtAnyCall_IsCompletedByTheNextSync()
    {
        for (var killAt = 0; ; killAt++)
        {
            var earlierCalls = objects.Calls;
            var run = CreateRun();
            objects.KillAfterCalls = earlierCalls + killAt;
            var wasKilled = await RunAndCheckKilledAsync(() => Sync.SyncAsync(Cancel));
            objects.KillAfterCalls = null;
            CountTrades(runs, run).ShouldBe(run.TotalTrades, $"killed at call {killAt}");
            await Sync.SyncAsync(Cancel);

            (await Keys()).Count(key => key.StartsWith(FolderOf(run), StringComparison.Ordinal)).ShouldBe(4);
            Directory.Exists(Path.Combine(Results, FolderOf(run))).ShouldBeFalse();
            if (wasKilled)
                continue;
            killAt.ShouldBe(4);
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

        runs.Delete(run.RunId).ShouldBeTrue();
        objects.IsUnavailable = true;
        await Should.ThrowAsync<StorageException>(() => Sync.SyncAsync(Cancel));
        objects.IsUnavailable = false;
        await Sync.SyncAsync(Cancel);

        (await Keys()).ShouldBeEmpty();
        Files(Results).ShouldBeEmpty();
    }

    [Fact]
    public async Task Delete_DuringUpload_LeavesNothing()
    {
        var run = CreateRun();
        objects.BeforeUpload = key =>
        {
            if (key.EndsWith("signals.parquet", StringComparison.Ordinal))
                fixture.StoreUploadingTo(objects, folder.PathOf("elsewhere")).Delete(run.RunId).ShouldBeTrue();
        };

        await Sync.SyncAsync(Cancel);

        (await Keys()).ShouldBeEmpty();
        Files(Results).ShouldBeEmpty();
    }

    [Fact]
    public async Task Find_OnAnotherMachine_NeedsTheUploadedManifest()
    {
        var run = CreateRun();
        var otherMachine = fixture.StoreUploadingTo(objects, folder.PathOf("elsewhere"));
        Should.Throw<StorageException>(() => CountTrades(otherMachine, run)).Kind.ShouldBe(StorageErrorKind.Unavailable);
        objects.KillAfterCalls = objects.Calls + 3;
        (await RunAndCheckKilledAsync(() => Sync.SyncAsync(Cancel))).ShouldBeTrue();
        objects.KillAfterCalls = null;
        (await Keys()).Count.ShouldBe(3, "all but the manifest");
        Should.Throw<StorageException>(() => CountTrades(otherMachine, run)).Kind.ShouldBe(StorageErrorKind.Unavailable);

        await Sync.SyncAsync(Cancel);

        CountTrades(otherMachine, run).ShouldBe(run.TotalTrades);
        otherMachine.Delete(run.RunId).ShouldBeTrue();
        await otherMachine.Sync.SyncAsync(Cancel);
        (await Keys()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Find_ByteChangedInStore_ReportsDamage()
    {
        var run = CreateRun();
        await Sync.SyncAsync(Cancel);
        Directory.Delete(Path.Combine(Results, ".copies"), recursive: true);
        FlipBit(folder.PathOf("objects", FolderOf(run), RunArtifacts.TradesFile));

        Should
            .Throw<LostDataException>(() => CountTrades(runs, run))
            .Message.ShouldStartWith($"{RunArtifacts.TradesFile} of run {run.RunId} is damaged");

        Files(Path.Combine(Results, ".copies"))
            .Select(path => Path.GetFileName(path))
            .ShouldBe([RunArtifacts.EquityFile, RunArtifacts.SignalsFile], "the others are whole");
        runs.FindFiles(run.RunId)!.OpenEquity().Dispose();
        Files(Path.Combine(Results, ".making")).ShouldBeEmpty();
    }

    [Fact]
    public async Task RemoveOldCopies_OneCopyUnusedForADay_RemovesOnlyThatCopy()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(60));
        var store = fixture.StoreUploadingTo(objects, folder.PathOf("here"), clock);
        var (oldRun, recentlyReadRun) = (CreateRun(store), CreateRun(store));
        await store.Sync.SyncAsync(Cancel);
        foreach (var run in (RunDocument[])[oldRun, recentlyReadRun])
            Directory.SetLastWriteTimeUtc(Path.Combine(Results, ".copies", FolderOf(run)), clock.GetUtcNow().UtcDateTime.AddHours(-25));

        CountTrades(store, recentlyReadRun).ShouldBe(recentlyReadRun.TotalTrades);
        store.Sync.RemoveOldCopies().ShouldBe(1);

        Directory.Exists(Path.Combine(Results, ".copies", FolderOf(oldRun))).ShouldBeFalse();
        Directory.Exists(Path.Combine(Results, ".copies", FolderOf(recentlyReadRun))).ShouldBeTrue();
        CountTrades(store, oldRun).ShouldBe(oldRun.TotalTrades, "it is downloaded again");
    }

    [Fact]
    public async Task Migrate_KilledAtAnyCall_EndsWithEverythingUploadedAndVerified()
    {
        var storage = fixture.StoreUploadingTo(objects, folder.PathOf("here"));
        for (var killAt = 0; ; killAt++)
        {
            var run = CreateLocalRun();
            objects.KillAfterCalls = objects.Calls + killAt;
            var wasKilled = await RunAndCheckKilledAsync(() => storage.Migration.MoveToStoreAsync(FolderOf(run), Cancel));
            objects.KillAfterCalls = null;
            CountTrades(storage, run).ShouldBe(run.TotalTrades, $"killed at call {killAt}");

            (await storage.Migration.MoveToStoreAsync(FolderOf(run), Cancel)).ShouldBe(
                killAt < 5 ? FolderMove.Moved : FolderMove.AlreadyThere
            );

            Files(Path.Combine(Results, FolderOf(run))).ShouldBeEmpty();
            (await Keys()).Count(key => key.StartsWith(FolderOf(run), StringComparison.Ordinal)).ShouldBe(4);
            if (wasKilled)
                continue;
            killAt.ShouldBeGreaterThan(8);
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
            objects.KillAfterCalls = objects.Calls + killAt;
            var wasKilled = await RunAndCheckKilledAsync(() => runs.Migration.MoveFromStoreAsync(FolderOf(run), Cancel));
            objects.KillAfterCalls = null;

            (await runs.Migration.MoveFromStoreAsync(FolderOf(run), Cancel)).ShouldBe(
                killAt < 4 ? FolderMove.Moved : FolderMove.AlreadyThere
            );

            Hashes(Path.Combine(Results, FolderOf(run))).ShouldBe(originalHashes);
            Files(Path.Combine(Results, ".copies", FolderOf(run))).ShouldBeEmpty();
            (await Keys()).ShouldBeEmpty();
            fixture.Store.Delete(run.RunId);
            if (wasKilled)
                continue;
            killAt.ShouldBeGreaterThan(7);
            return;
        }
    }

    [Fact]
    public async Task Migrate_FilesInNeitherPlace_ReportsMissing()
    {
        var run = CreateLocalRun();
        Directory.Delete(Path.Combine(Results, FolderOf(run)), recursive: true);

        (await runs.Migration.MoveToStoreAsync(FolderOf(run), Cancel)).ShouldBe(FolderMove.Missing);
        (await runs.Migration.MoveFromStoreAsync(FolderOf(run), Cancel)).ShouldBe(FolderMove.Missing);
    }

    [Fact]
    public async Task MigrateBack_LocalFilesIncomplete_DownloadsThemAgain()
    {
        var run = CreateRun();
        await Sync.SyncAsync(Cancel);
        var originalHashes = Hashes(Path.Combine(Results, ".copies", FolderOf(run)));
        var directory = Path.Combine(Results, FolderOf(run));
        Directory.CreateDirectory(directory);
        File.Copy(
            Path.Combine(Results, ".copies", FolderOf(run), RunArtifacts.EquityFile),
            Path.Combine(directory, RunArtifacts.EquityFile)
        );

        (await runs.Migration.MoveFromStoreAsync(FolderOf(run), Cancel)).ShouldBe(FolderMove.Moved);

        Hashes(directory).ShouldBe(originalHashes);
        (await Keys()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Sync_OneFolderFails_UploadsTheOthersAndThrows()
    {
        var (failingRun, otherRun) = (CreateRun(), CreateRun());
        objects.BeforeUpload = key =>
        {
            if (key.StartsWith(FolderOf(failingRun), StringComparison.Ordinal))
                throw new StorageException(StorageErrorKind.Damaged, "arrived otherwise");
        };

        (await Should.ThrowAsync<StorageException>(() => Sync.SyncAsync(Cancel))).Message.ShouldBe("arrived otherwise");

        (await Keys()).ShouldAllBe(key => key.StartsWith(FolderOf(otherRun), StringComparison.Ordinal));
        (await Keys()).Count.ShouldBe(4);
        objects.BeforeUpload = _ => { };
        (await Sync.SyncAsync(Cancel)).ShouldBe(1);
        (await Keys()).Count.ShouldBe(8);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FindPiece_TimedOut_ReportsWhetherStoreOrPieceIsMissing(bool isUnavailable)
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(61) };
        var folders = new ArtifactFolders(Results, "any", usesObjectStore: true);
        var pieces = new PieceFiles(folders, new ArtifactSync(folders, objects, fixture.Store.Store, clock), clock);
        objects.IsUnavailable = isUnavailable;

        var error = await Should.ThrowAsync<Exception>(() => pieces.FindOrDownloadAsync("task", "attempt", Cancel));

        if (isUnavailable)
            error.ShouldBeOfType<StorageException>().Kind.ShouldBe(StorageErrorKind.Unavailable);
        else
            error.ShouldBeOfType<IOException>().Message.ShouldContain("the worker that made them uploads them when it can");
    }

    [Fact]
    public void Remove_Folder_LeavesNothingBehind()
    {
        var making = folder.PathOf("making");
        Directory.CreateDirectory(folder.PathOf("run"));
        File.WriteAllText(folder.PathOf("run", "trades.parquet"), "x");

        ArtifactRemoval.Remove(folder.PathOf("run"), making);
        ArtifactRemoval.Remove(folder.PathOf("run"), making);

        Directory.Exists(folder.PathOf("run")).ShouldBeFalse();
        Directory.GetFileSystemEntries(making).ShouldBeEmpty();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string FolderOf(RunDocument run)
    {
        var day = DateTimeOffset.Parse(run.Metadata.ExecutionDate, System.Globalization.CultureInfo.InvariantCulture).AddHours(9);
        return $"backtests/{day.UtcDateTime:yyyy-MM-dd}/{run.RunId}";
    }

    private static int CountTrades(TestRunStorage store, RunDocument run)
    {
        using var trades = store.FindFiles(run.RunId).ShouldNotBeNull().OpenTrades();
        return Enumerable.Range(0, trades.GroupCount).Sum(trades.RowCount);
    }

    // Runs the work and returns whether it was killed.
    private static async Task<bool> RunAndCheckKilledAsync(Func<Task> work)
    {
        try
        {
            await work();
            return false;
        }
        catch (FaultyStore.KilledException)
        {
            return true;
        }
    }

    private static Dictionary<string, string> Hashes(string directory) =>
        Files(directory)
            .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));

    // Files other than locks, journal entries and sidecars.
    private static IReadOnlyList<string> Files(string directory) =>
        Directory.Exists(directory)
            ?
            [
                .. Directory
                    .GetFiles(directory, "*", SearchOption.AllDirectories)
                    .Where(path => !Path.GetFileName(path).StartsWith('.'))
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    private static void FlipBit(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private RunDocument CreateRun(TestRunStorage? store = null) =>
        fixture.RunAndStore(StoreFixture.CreateRequest("BTC_KRW"), store ?? runs);

    // Stores a run as a machine without an object store does.
    private RunDocument CreateLocalRun()
    {
        var run = fixture.RunAndStore(StoreFixture.CreateRequest("BTC_KRW"));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Results, FolderOf(run)))!);
        Directory.Move(Path.Combine(fixture.ResultsFolder, FolderOf(run)), Path.Combine(Results, FolderOf(run)));
        return run;
    }

    private async Task<IReadOnlyList<string>> Keys()
    {
        var keys = new List<string>();
        await foreach (var found in new LocalStore(folder.PathOf("objects")).ListAsync(string.Empty, Cancel))
            keys.Add(found.Key);
        return keys;
    }
}
