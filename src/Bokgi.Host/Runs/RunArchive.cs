using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Runs.Sync;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Runs;

/// <summary>
/// Stored runs with their files, which are in place before the row that names them is added, and are removed after the row.
/// </summary>
/// <param name="runs">The rows.</param>
/// <param name="folders">The files on this machine.</param>
/// <param name="hashes">The hashes of files.</param>
/// <param name="sync">Syncs the files with the object store; null when they stay on this machine.</param>
internal sealed class RunArchive(RunStore runs, ArtifactFolders folders, FileHashCache hashes, ArtifactSync? sync = null)
{
    /// <summary>Starts the files of a new run.</summary>
    public Task<RunArtifacts> BeginAsync() => folders.BeginAsync();

    /// <summary>Stores a finished run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="artifacts">Its files.</param>
    /// <param name="beside">Other changes for the same transaction, if any; when it throws, nothing is stored.</param>
    /// <param name="insist">When given, an unavailable database is retried until this token is cancelled.</param>
    public async Task SaveAsync(
        RunDocument run,
        RunArtifacts artifacts,
        Action<BokgiContext>? beside = null,
        CancellationToken? insist = null
    )
    {
        var createdUtc = UnixTime.FromDateTime(DateTimeOffset.Parse(run.Metadata.ExecutionDate, CultureInfo.InvariantCulture).UtcDateTime);
        var folder = $"backtests/{UnixTime.ToDateTime(createdUtc + KoreanTime.OffsetMicroseconds):yyyy-MM-dd}/{run.RunId}";
        await folders.KeepAsync(
            artifacts,
            folder,
            () => insist is { } cancel ? DatabaseRetry.RetryUntilAvailableAsync(AddAsync, cancel) : AddAsync(),
            () => runs.KnowsAsync(folder)
        );
        sync?.Signal();

        Task AddAsync() => runs.AddAsync(run, createdUtc, folder, artifacts.Hashes, beside);
    }

    /// <summary>A run and its files; null when there is no such run.</summary>
    public async Task<(RunDocument Run, StoredRun Files)?> OpenAsync(string runId) =>
        await runs.FindWithFilesAsync(runId) is { } found ? (found.Run, Files(found.Run, found.Files)) : null;

    /// <summary>Includes a symbol in a run's totals, or excludes it.</summary>
    /// <returns>The run; null when there is no such run or symbol.</returns>
    /// <exception cref="ConflictException">It is the last active symbol.</exception>
    public Task<RunDocument?> ActivateAsync(string runId, string symbol, bool isActive) =>
        runs.ActivateAsync(
            runId,
            symbol,
            isActive,
            (run, files, active) => Files(run, files).TotalsAsync(run.Symbols, run.InitialCash, run.Timeframe, active.Contains)
        );

    /// <summary>Removes a run and its files.</summary>
    /// <returns>Whether there was such a run.</returns>
    public async Task<bool> DeleteAsync(string runId)
    {
        if (await runs.FolderOfAsync(runId) is not { } folder)
            return false;
        var isGone = await folders.DropAsync(folder, () => runs.RemoveAsync(runId));
        sync?.Signal();
        return isGone;
    }

    /// <summary>
    /// The hashes of a run's files. If the run was stored without hashes, they are computed from its files now and stored.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="place">The folder that holds its files.</param>
    /// <returns>Null when no hashes are stored and a file is missing.</returns>
    public async Task<ArtifactHashes?> HashesOfAsync(RunFiles run, string place)
    {
        if (ArtifactHashes.Read(run.FileHashes) is { } kept)
            return kept;
        if (ArtifactHashes.Take(place, hashes) is not { } taken)
            return null;
        try
        {
            return await runs.AddHashesAsync(run.Number, taken);
        }
        catch (Exception busy) when (busy.IsDatabaseDown())
        {
            return taken; // the next reader stores them
        }
    }

    private StoredRun Files(RunDocument run, RunFiles files) =>
        new(
            run.RunId,
            run.Symbols,
            () => sync is null ? folders.FindAll(files.Folder).ToAsyncEnumerable() : sync.PlacesAsync(files.Folder),
            hashes.Of,
            place => HashesOfAsync(files, place)
        );
}
