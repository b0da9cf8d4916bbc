using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Runs.Sync;
using Bokgi.Host.Storage;

namespace Bokgi.IntegrationTests.Store;

/// <summary>
/// Synchronous access to the runs that one machine stores. Their rows are in a database. Their files are below the machine's state folder and,
/// if an object store is given, also there.
/// </summary>
internal sealed class TestRunStorage
{
    private readonly ArtifactSync? sync;

    public TestRunStorage(BokgiDatabase database, HostSettings settings, TimeProvider clock, IObjectStore? objectStore = null)
    {
        Store = new RunStore(database);
        Folders = new ArtifactFolders(Path.Combine(settings.StateRoot, "results"), database.Name, usesObjectStore: objectStore is not null);
        sync = objectStore is null ? null : new ArtifactSync(Folders, objectStore, Store, clock);
        Archive = new RunArchive(Store, Folders, new FileHashCache(clock), sync);
    }

    public RunStore Store { get; }

    public RunArchive Archive { get; }

    public ArtifactFolders Folders { get; }

    public ArtifactSync Sync => sync ?? throw new InvalidOperationException("there is no object store");

    public StorageMigration Migration => new(Folders, Sync, Store);

    public RunDocument? Find(string runId) => Store.FindAsync(runId).GetAwaiter().GetResult();

    public RunDocument? Latest() => Store.LatestAsync().GetAwaiter().GetResult();

    public IReadOnlyList<string> FindIds(string prefix, int limit) => Store.FindIdsAsync(prefix, limit).GetAwaiter().GetResult();

    public RunPage List(RunQuery query) => Store.ListAsync(query).GetAwaiter().GetResult();

    public RunDocument? UpdateDescription(string runId, string? description, IReadOnlyList<string>? tags) =>
        Store.UpdateDescriptionAsync(runId, description, tags).GetAwaiter().GetResult();

    public StoredRun? OpenStoredRun(string runId) => Archive.OpenAsync(runId).GetAwaiter().GetResult()?.Files;

    public RunDocument? SetActive(string runId, string symbol, bool isActive) =>
        Archive.SetActiveAsync(runId, symbol, isActive).GetAwaiter().GetResult();

    public bool Delete(string runId) => Archive.DeleteAsync(runId).GetAwaiter().GetResult();

    public int SweepOrphans() => Folders.SweepOrphansAsync(Store.ExistsForFolderAsync).GetAwaiter().GetResult();
}
