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

public sealed class SqliteArtifactSyncTests(SqliteStore house) : ArtifactSyncTests(house), IClassFixture<SqliteStore>;

public sealed class PostgresArtifactSyncTests(PostgresStore house) : ArtifactSyncTests(house), IClassFixture<PostgresStore>;

/// <summary>
/// Run files are uploaded to an object store and read back. The store is a folder; tests can make it unavailable or kill the uploading
/// process at any call.
/// </summary>
public abstract class ArtifactSyncTests : IDisposable
{
    private readonly StoreFixture house;
    private readonly TemporaryFolder folder = new();
    private readonly UnrulyStore objects;
    private readonly MachineRuns runs;

    protected ArtifactSyncTests(StoreFixture house)
    {
        this.house = house;
        objects = new UnrulyStore(new LocalStore(folder.Of("objects")));
        runs = house.StoreOver(objects, folder.Of("here"));
    }

    private string Results => folder.Of("here", "results");

    private ArtifactSync Carrier => runs.Sync;

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Carry_RunThatWasKept_PutsItIntoTheStoreAndLeavesACopy()
    {
        var run = Keep();
        var kept = Hashes(Path.Combine(Results, FolderOf(run)));

        (await Carrier.SyncAsync(Cancel)).ShouldBe(1);

        (await Keys()).ShouldBe([
            .. kept.Keys.Append("manifest.json").Order(StringComparer.Ordinal).Select(name => $"{FolderOf(run)}/{name}"),
        ]);
        Hashes(folder.Of("objects", FolderOf(run))).Where(file => file.Key != "manifest.json").ShouldBe(kept);
        Directory.Exists(Path.Combine(Results, FolderOf(run))).ShouldBeFalse();
        Trades(runs, run).ShouldBe(run.TotalTrades);
        objects.Downloads.ShouldBe(0, "trades are read from the local copy");
        (await Carrier.SyncAsync(Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task Find_CopyIsGone_IsBroughtOnceForAllWhoAsk()
    {
        var run = Keep();
        var kept = Hashes(Path.Combine(Results, FolderOf(run)));
        await Carrier.SyncAsync(Cancel);
        Directory.Delete(Path.Combine(Results, ".copies"), recursive: true);

        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Trades(runs, run))));

        counts.ShouldAllBe(count => count == run.TotalTrades);
        objects.Downloads.ShouldBe(4, "three files and the manifest");
        Hashes(Path.Combine(Results, ".copies", FolderOf(run))).ShouldBe(kept);
    }

    [Fact]
    public async Task Carry_StoreIsAway_KeepsEverythingHereUntilItIsBack()
    {
        objects.IsAway = true;
        var run = Keep();

        await Should.ThrowAsync<StorageException>(() => Carrier.SyncAsync(Cancel));
        Trades(runs, run).ShouldBe(run.TotalTrades);

        objects.IsAway = false;
        (await Carrier.SyncAsync(Cancel)).ShouldBe(1);
        (await Keys()).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Carry_KilledAtAnyCall_IsDoneByTheNext()
    {
        for (var death = 0; ; death++)
        {
            var before = objects.Calls;
            var run = Keep();
            objects.DiesAfter = before + death;
            var isDead = await DiesAsync(() => Carrier.SyncAsync(Cancel));
            objects.DiesAfter = null;
            Trades(runs, run).ShouldBe(run.TotalTrades, $"death at call {death}");
            await Carrier.SyncAsync(Cancel);

            (await Keys()).Count(key => key.StartsWith(FolderOf(run), StringComparison.Ordinal)).ShouldBe(4);
            Directory.Exists(Path.Combine(Results, FolderOf(run))).ShouldBeFalse();
            if (isDead)
                continue;
            death.ShouldBe(4);
            return;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delete_BeforeOrAfterItWasCarried_RemovesItEverywhere(bool isCarried)
    {
        var run = Keep();
        if (isCarried)
            await Carrier.SyncAsync(Cancel);

        runs.Delete(run.RunId).ShouldBeTrue();
        objects.IsAway = true;
        await Should.ThrowAsync<StorageException>(() => Carrier.SyncAsync(Cancel));
        objects.IsAway = false;
        await Carrier.SyncAsync(Cancel);

        (await Keys()).ShouldBeEmpty();
        Files(Results).ShouldBeEmpty();
    }

    [Fact]
    public async Task Delete_WhileItIsCarried_LeavesNothing()
    {
        var run = Keep();
        objects.BeforeUpload = key =>
        {
            if (key.EndsWith("signals.parquet", StringComparison.Ordinal))
                house.StoreOver(objects, folder.Of("elsewhere")).Delete(run.RunId).ShouldBeTrue();
        };

        await Carrier.SyncAsync(Cancel);

        (await Keys()).ShouldBeEmpty();
        Files(Results).ShouldBeEmpty();
    }

    [Fact]
    public async Task Find_OnAnotherMachine_ComesWithTheManifestAndNotBefore()
    {
        var run = Keep();
        var elsewhere = house.StoreOver(objects, folder.Of("elsewhere"));
        Should.Throw<StorageException>(() => Trades(elsewhere, run)).Trouble.ShouldBe(StorageErrorKind.Unavailable);
        objects.DiesAfter = objects.Calls + 3;
        (await DiesAsync(() => Carrier.SyncAsync(Cancel))).ShouldBeTrue();
        objects.DiesAfter = null;
        (await Keys()).Count.ShouldBe(3, "all but the manifest");
        Should.Throw<StorageException>(() => Trades(elsewhere, run)).Trouble.ShouldBe(StorageErrorKind.Unavailable);

        await Carrier.SyncAsync(Cancel);

        Trades(elsewhere, run).ShouldBe(run.TotalTrades);
        elsewhere.Delete(run.RunId).ShouldBeTrue();
        await elsewhere.Sync.SyncAsync(Cancel);
        (await Keys()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Find_ByteOfTheStoreHasChanged_IsTold()
    {
        var run = Keep();
        await Carrier.SyncAsync(Cancel);
        Directory.Delete(Path.Combine(Results, ".copies"), recursive: true);
        Flip(folder.Of("objects", FolderOf(run), RunArtifacts.TradesFile));

        Should
            .Throw<LostDataException>(() => Trades(runs, run))
            .Message.ShouldStartWith($"{RunArtifacts.TradesFile} of run {run.RunId} is damaged");

        Files(Path.Combine(Results, ".copies"))
            .Select(path => Path.GetFileName(path))
            .ShouldBe([RunArtifacts.EquityFile, RunArtifacts.SignalsFile], "the others are whole");
        runs.FindFiles(run.RunId)!.OpenEquity().Dispose();
        Files(Path.Combine(Results, ".making")).ShouldBeEmpty();
    }

    [Fact]
    public async Task RemoveOldCopies_NobodyAskedForADay_RemovesThoseOnly()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(60));
        var store = house.StoreOver(objects, folder.Of("here"), clock);
        var (old, asked) = (Keep(store), Keep(store));
        await store.Sync.SyncAsync(Cancel);
        foreach (var run in (RunDocument[])[old, asked])
            Directory.SetLastWriteTimeUtc(Path.Combine(Results, ".copies", FolderOf(run)), clock.GetUtcNow().UtcDateTime.AddHours(-25));

        Trades(store, asked).ShouldBe(asked.TotalTrades);
        store.Sync.RemoveOldCopies().ShouldBe(1);

        Directory.Exists(Path.Combine(Results, ".copies", FolderOf(old))).ShouldBeFalse();
        Directory.Exists(Path.Combine(Results, ".copies", FolderOf(asked))).ShouldBeTrue();
        Trades(store, old).ShouldBe(old.TotalTrades, "it is downloaded again");
    }

    [Fact]
    public async Task Migrate_KilledAtAnyCall_EndsWithEverythingThereAndReadBack()
    {
        var plain = house.StoreOver(objects, folder.Of("here"));
        for (var death = 0; ; death++)
        {
            var run = KeepLocally();
            objects.DiesAfter = objects.Calls + death;
            var isDead = await DiesAsync(() => plain.Migration.ToStoreAsync(FolderOf(run), Cancel));
            objects.DiesAfter = null;
            Trades(plain, run).ShouldBe(run.TotalTrades, $"death at call {death}");

            (await plain.Migration.ToStoreAsync(FolderOf(run), Cancel)).ShouldBe(death < 5 ? FolderMove.Moved : FolderMove.WasThere);

            Files(Path.Combine(Results, FolderOf(run))).ShouldBeEmpty();
            (await Keys()).Count(key => key.StartsWith(FolderOf(run), StringComparison.Ordinal)).ShouldBe(4);
            if (isDead)
                continue;
            death.ShouldBeGreaterThan(8);
            return;
        }
    }

    [Fact]
    public async Task Migrate_BackKilledAtAnyCall_EndsWithTheFilesHereOnly()
    {
        for (var death = 0; ; death++)
        {
            var run = Keep();
            await Carrier.SyncAsync(Cancel);
            var kept = Hashes(Path.Combine(Results, ".copies", FolderOf(run)));
            objects.DiesAfter = objects.Calls + death;
            var isDead = await DiesAsync(() => runs.Migration.FromStoreAsync(FolderOf(run), Cancel));
            objects.DiesAfter = null;

            (await runs.Migration.FromStoreAsync(FolderOf(run), Cancel)).ShouldBe(death < 4 ? FolderMove.Moved : FolderMove.WasThere);

            Hashes(Path.Combine(Results, FolderOf(run))).ShouldBe(kept);
            Files(Path.Combine(Results, ".copies", FolderOf(run))).ShouldBeEmpty();
            (await Keys()).ShouldBeEmpty();
            house.Store.Delete(run.RunId);
            if (isDead)
                continue;
            death.ShouldBeGreaterThan(7);
            return;
        }
    }

    [Fact]
    public async Task Migrate_FilesAreInNeitherPlace_IsMissing()
    {
        var run = KeepLocally();
        Directory.Delete(Path.Combine(Results, FolderOf(run)), recursive: true);

        (await runs.Migration.ToStoreAsync(FolderOf(run), Cancel)).ShouldBe(FolderMove.Missing);
        (await runs.Migration.FromStoreAsync(FolderOf(run), Cancel)).ShouldBe(FolderMove.Missing);
    }

    [Fact]
    public async Task Migrate_BackOverWhatIsNotWholeHere_BringsItAgain()
    {
        var run = Keep();
        await Carrier.SyncAsync(Cancel);
        var kept = Hashes(Path.Combine(Results, ".copies", FolderOf(run)));
        var place = Path.Combine(Results, FolderOf(run));
        Directory.CreateDirectory(place);
        File.Copy(Path.Combine(Results, ".copies", FolderOf(run), RunArtifacts.EquityFile), Path.Combine(place, RunArtifacts.EquityFile));

        (await runs.Migration.FromStoreAsync(FolderOf(run), Cancel)).ShouldBe(FolderMove.Moved);

        Hashes(place).ShouldBe(kept);
        (await Keys()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Carry_OneFolderCannotBe_CarriesTheOthersAndTells()
    {
        var (bad, good) = (Keep(), Keep());
        objects.BeforeUpload = key =>
        {
            if (key.StartsWith(FolderOf(bad), StringComparison.Ordinal))
                throw new StorageException(StorageErrorKind.Damaged, "arrived otherwise");
        };

        (await Should.ThrowAsync<StorageException>(() => Carrier.SyncAsync(Cancel))).Message.ShouldBe("arrived otherwise");

        (await Keys()).ShouldAllBe(key => key.StartsWith(FolderOf(good), StringComparison.Ordinal));
        (await Keys()).Count.ShouldBe(4);
        objects.BeforeUpload = _ => { };
        (await Carrier.SyncAsync(Cancel)).ShouldBe(1);
        (await Keys()).Count.ShouldBe(8);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FindPiece_AfterItsPatience_TellsWhetherTheStoreOrThePieceIsMissing(bool isAway)
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(61) };
        var folders = new ArtifactFolders(Results, "any", areUploaded: true);
        var pieces = new PieceFiles(folders, new ArtifactSync(folders, objects, house.Store.Store, clock), clock);
        objects.IsAway = isAway;

        var trouble = await Should.ThrowAsync<Exception>(() => pieces.FindAsync("task", "attempt", Cancel));

        if (isAway)
            trouble.ShouldBeOfType<StorageException>().Trouble.ShouldBe(StorageErrorKind.Unavailable);
        else
            trouble.ShouldBeOfType<IOException>().Message.ShouldContain("the worker that made them uploads them when it can");
    }

    [Fact]
    public void Remove_OfAFolder_LeavesNothingThatASweepWouldNotFind()
    {
        var making = folder.Of("making");
        Directory.CreateDirectory(folder.Of("run"));
        File.WriteAllText(folder.Of("run", "trades.parquet"), "x");

        ArtifactRemoval.Remove(folder.Of("run"), making);
        ArtifactRemoval.Remove(folder.Of("run"), making);

        Directory.Exists(folder.Of("run")).ShouldBeFalse();
        Directory.GetFileSystemEntries(making).ShouldBeEmpty();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string FolderOf(RunDocument run)
    {
        var day = DateTimeOffset.Parse(run.Metadata.ExecutionDate, System.Globalization.CultureInfo.InvariantCulture).AddHours(9);
        return $"backtests/{day.UtcDateTime:yyyy-MM-dd}/{run.RunId}";
    }

    private static int Trades(MachineRuns store, RunDocument run)
    {
        using var trades = store.FindFiles(run.RunId).ShouldNotBeNull().OpenTrades();
        return Enumerable.Range(0, trades.Groups).Sum(trades.Rows);
    }

    private static async Task<bool> DiesAsync(Func<Task> work)
    {
        try
        {
            await work();
            return false;
        }
        catch (UnrulyStore.DeathException)
        {
            return true;
        }
    }

    private static Dictionary<string, string> Hashes(string place) =>
        Files(place).ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));

    // Files other than locks, journal entries and sidecars.
    private static IReadOnlyList<string> Files(string place) =>
        Directory.Exists(place)
            ?
            [
                .. Directory
                    .GetFiles(place, "*", SearchOption.AllDirectories)
                    .Where(path => !Path.GetFileName(path).StartsWith('.'))
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    private static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private RunDocument Keep(MachineRuns? store = null) => house.Keep(StoreFixture.Request("BTC_KRW"), store ?? runs);

    // Stores a run as a machine without an object store does.
    private RunDocument KeepLocally()
    {
        var run = house.Keep(StoreFixture.Request("BTC_KRW"));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Results, FolderOf(run)))!);
        Directory.Move(Path.Combine(house.Results, FolderOf(run)), Path.Combine(Results, FolderOf(run)));
        return run;
    }

    private async Task<IReadOnlyList<string>> Keys()
    {
        var keys = new List<string>();
        await foreach (var found in new LocalStore(folder.Of("objects")).ListAsync(string.Empty, Cancel))
            keys.Add(found.Key);
        return keys;
    }
}
