using System.Security.Cryptography;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Sync;
using Bokgi.Host.Storage.Local;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage;

/// <summary>
/// What tests of uploads need: runs, and an object store to which their files are uploaded. The object store is a folder. Tests can make it
/// unavailable, or simulate a kill of the uploading process at any call.
/// </summary>
public abstract class ArtifactSyncSetup : IDisposable
{
    protected ArtifactSyncSetup(StoreFixture fixture)
    {
        Fixture = fixture;
        // The state folder of this machine is "here"; tests that need a second machine use "elsewhere".
        ObjectStore = new FaultyStore(new LocalStore(Folder.PathOf("objects")));
        RunStorage = fixture.CreateUploadingStorage(ObjectStore, Folder.PathOf("here"));
    }

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected StoreFixture Fixture { get; }

    // Whether the runs are stored as earlier versions did: in several files, so that a sync can be killed between two files.
    private protected virtual bool StoresRunsAsEarlierVersions => true;

    // The names of a run's files, in the order of their upload.
    private protected string[] RunFiles =>
        StoresRunsAsEarlierVersions ? [.. EarlierRun.Files.Order(StringComparer.Ordinal)] : [ArtifactNames.RowsFile];

    private protected TemporaryFolder Folder { get; } = new();

    private protected FaultyStore ObjectStore { get; }

    private protected TestRunStorage RunStorage { get; }

    private protected string ResultsPath => Folder.PathOf("here", "results");

    private protected ArtifactSync Sync => RunStorage.Sync;

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static string FolderOf(RunDocument run)
    {
        var day = DateTimeOffset.Parse(run.Metadata.ExecutionDate, System.Globalization.CultureInfo.InvariantCulture).AddHours(9); // KST
        return $"backtests/{day.UtcDateTime:yyyy-MM-dd}/{run.RunId}";
    }

    private protected static int CountTrades(TestRunStorage store, RunDocument run)
    {
        using var trades = store.OpenStoredRun(run.RunId).ShouldNotBeNull().OpenTrades();
        return Enumerable.Range(0, trades.GroupCount).Sum(trades.RowCount);
    }

    // Runs the work and returns whether it was killed.
    private protected static async Task<bool> RunAndCheckKilledAsync(Func<Task> work)
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

    private protected static Dictionary<string, string> ComputeHashes(string directory) =>
        ListFiles(directory)
            .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));

    // The files below a directory, except those whose names begin with a dot: locks, journal entries and metadata files.
    private protected static IReadOnlyList<string> ListFiles(string directory) =>
        Directory.Exists(directory)
            ?
            [
                .. Directory
                    .GetFiles(directory, "*", SearchOption.AllDirectories)
                    .Where(path => !Path.GetFileName(path).StartsWith('.'))
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    private protected RunDocument CreateRun(TestRunStorage? store = null)
    {
        var run = Fixture.RunAndStore(StoreFixture.CreateRequest("BTC_KRW"), store ?? RunStorage);
        if (StoresRunsAsEarlierVersions)
            EarlierRun.ConvertRun(Fixture.Database, Path.Combine(ResultsPath, FolderOf(run)));
        return run;
    }

    // Stores a run as a machine without an object store does.
    private protected RunDocument CreateLocalRun()
    {
        var run = Fixture.RunAndStore(StoreFixture.CreateRequest("BTC_KRW"));
        if (StoresRunsAsEarlierVersions)
            EarlierRun.ConvertRun(Fixture.Database, Path.Combine(Fixture.ResultsFolder, FolderOf(run)));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(ResultsPath, FolderOf(run)))!);
        Directory.Move(Path.Combine(Fixture.ResultsFolder, FolderOf(run)), Path.Combine(ResultsPath, FolderOf(run)));
        return run;
    }

    private protected async Task<IReadOnlyList<string>> ListKeysAsync()
    {
        var keys = new List<string>();
        await foreach (var found in new LocalStore(Folder.PathOf("objects")).ListAsync(string.Empty, Cancel))
            keys.Add(found.Key);
        return keys;
    }
}
