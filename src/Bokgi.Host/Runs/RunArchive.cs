using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Runs.Sync;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Runs;

/// <summary>
/// Stores, opens and deletes runs with their files. The files are moved into place before the run's row is added, and removed after the row is
/// deleted.
/// </summary>
internal sealed class RunArchive(RunStore runs, ArtifactFolders folders, FileHashCache hashes, ArtifactSync? sync = null)
{
    /// <summary>Begins to write the files of a new run; <see cref="SaveAsync"/> stores them.</summary>
    public Task<RunArtifacts> BeginAsync() => folders.BeginAsync();

    /// <summary>
    /// Stores a run and other changes in one transaction. If <paramref name="retryUntil"/> is given and the database is unavailable, tries
    /// again until the database is available or the token is cancelled.
    /// </summary>
    public async Task SaveAsync(
        RunDocument run,
        RunArtifacts artifacts,
        Action<BokgiContext>? otherChanges = null,
        CancellationToken? retryUntil = null
    )
    {
        var createdUtc = UnixTime.FromDateTime(DateTimeOffset.Parse(run.Metadata.ExecutionDate, CultureInfo.InvariantCulture).UtcDateTime);
        var folder = $"backtests/{UnixTime.ToDateTime(createdUtc + KoreanTime.OffsetMicroseconds):yyyy-MM-dd}/{run.RunId}";
        await folders.CommitAsync(
            artifacts,
            folder,
            () => retryUntil is { } cancel ? DatabaseRetry.RetryUntilAvailableAsync(AddAsync, cancel) : AddAsync(),
            () => runs.ExistsForFolderAsync(folder)
        );
        sync?.Signal();

        Task AddAsync() => runs.AddAsync(run, createdUtc, folder, artifacts.Hashes, otherChanges);
    }

    public async Task<(RunDocument Run, StoredRun Files)?> OpenAsync(string runId) =>
        await runs.FindWithFilesAsync(runId) is { } found ? (found.Run, Open(found.Run, found.Files)) : null;

    public StoredRun Open(RunDocument run, RunFiles files) =>
        new(
            run.RunId,
            run.Symbols,
            () => sync is null ? folders.FindAll(files.Folder).ToAsyncEnumerable() : sync.LocalPathsAsync(files.Folder),
            hashes.Sha256Of,
            ArtifactHashes.Parse(files.FileHashes),
            folder => GetOrComputeHashesAsync(files, folder)
        );

    /// <summary>Includes a symbol in a run's totals, or excludes it; null when there is no such run or symbol.</summary>
    /// <exception cref="ConflictException">The symbol to exclude is the last active one.</exception>
    public Task<RunDocument?> SetActiveAsync(string runId, string symbol, bool isActive) =>
        runs.SetActiveAsync(
            runId,
            symbol,
            isActive,
            (run, files, active) => Open(run, files).ComputeTotalsAsync(run.Symbols, run.InitialCash, run.Timeframe, active.Contains)
        );

    public async Task<bool> DeleteAsync(string runId)
    {
        if (await runs.FindFolderAsync(runId) is not { } folder)
            return false;
        var isDeleted = await folders.DeleteAsync(folder, () => runs.RemoveAsync(runId));
        sync?.Signal();
        return isDeleted;
    }

    /// <summary>The hashes of a run's files. If the run has none, they are computed and stored now; null if a file is missing.</summary>
    public async Task<ArtifactHashes?> GetOrComputeHashesAsync(RunFiles run, string localPath)
    {
        if (ArtifactHashes.Parse(run.FileHashes) is { } stored)
            return stored;
        if (ArtifactHashes.Compute(localPath, hashes) is not { } computed)
            return null;
        try
        {
            return await runs.AddHashesAsync(run.Number, computed);
        }
        catch (Exception error) when (error.IsDatabaseDown())
        {
            return computed; // the next reader stores them
        }
    }
}
