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
        RunStore = new RunStore(database);
        Folders = new ArtifactFolders(Path.Combine(settings.StateRoot, "results"), database.Name, usesObjectStore: objectStore is not null);
        sync = objectStore is null ? null : new ArtifactSync(Folders, objectStore, RunStore, clock);
        Archive = new RunArchive(RunStore, Folders, new FileHashCache(clock), sync);
    }

    public RunStore RunStore { get; }

    public RunArchive Archive { get; }

    public ArtifactFolders Folders { get; }

    public ArtifactSync Sync => sync ?? throw new InvalidOperationException("there is no object store");

    public StorageMigration Migration => new(Folders, Sync, RunStore);

    public RunDocument? Find(string runId) => RunStore.FindAsync(runId).GetAwaiter().GetResult();

    public RunDocument? Latest() => RunStore.LatestAsync().GetAwaiter().GetResult();

    public IReadOnlyList<string> FindIds(string prefix, int limit) => RunStore.FindIdsAsync(prefix, limit).GetAwaiter().GetResult();

    public RunPage List(RunQuery query) => RunStore.ListAsync(query).GetAwaiter().GetResult();

    public RunDocument? UpdateDescription(string runId, string? description, IReadOnlyList<string>? tags) =>
        RunStore.UpdateDescriptionAsync(runId, description, tags).GetAwaiter().GetResult();

    public StoredRun? OpenStoredRun(string runId) => Archive.OpenAsync(runId).GetAwaiter().GetResult()?.Files;

    public RunDocument? SetActive(string runId, string symbol, bool isActive) =>
        Archive.SetActiveAsync(runId, symbol, isActive).GetAwaiter().GetResult();

    public bool Delete(string runId) => Archive.DeleteAsync(runId).GetAwaiter().GetResult();

    public int SweepOrphans() => Folders.SweepOrphansAsync(RunStore.ExistsForFolderAsync).GetAwaiter().GetResult();
}
