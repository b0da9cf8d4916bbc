using System.Globalization;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Runs.Sync;
using Bokgi.Host.Storage;
using Bokgi.Markets;

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
    public RunArtifacts Begin() => folders.Begin();

    /// <summary>Stores a finished run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="artifacts">Its files.</param>
    /// <param name="beside">Other changes for the same transaction, if any; when it throws, nothing is stored.</param>
    /// <param name="insist">When given, an unavailable database is retried until this token is cancelled.</param>
    public void Save(RunDocument run, RunArtifacts artifacts, Action<BokgiContext>? beside = null, CancellationToken? insist = null)
    {
        var createdUtc = UnixTime.FromDateTime(DateTimeOffset.Parse(run.Metadata.ExecutionDate, CultureInfo.InvariantCulture).UtcDateTime);
        var folder = $"backtests/{UnixTime.ToDateTime(createdUtc + KoreanTime.OffsetMicroseconds):yyyy-MM-dd}/{run.RunId}";
        folders.Keep(
            artifacts,
            folder,
            () =>
            {
                if (insist is { } cancel)
                    DatabaseRetry.RetryUntilAvailable(() => runs.Add(run, createdUtc, folder, artifacts.Hashes, beside), cancel);
                else
                    runs.Add(run, createdUtc, folder, artifacts.Hashes, beside);
            },
            () => runs.Knows(folder)
        );
        sync?.Signal();
    }

    /// <summary>A run and its files; null when there is no such run.</summary>
    public (RunDocument Run, StoredRun Files)? Open(string runId) =>
        runs.FindWithFiles(runId) is { } found ? (found.Run, Files(found.Run, found.Files)) : null;

    /// <summary>Includes a symbol in a run's totals, or excludes it.</summary>
    /// <returns>The run; null when there is no such run or symbol.</returns>
    /// <exception cref="ConflictException">It is the last active symbol.</exception>
    public RunDocument? Activate(string runId, string symbol, bool isActive) =>
        runs.Activate(
            runId,
            symbol,
            isActive,
            (run, files, active) => Files(run, files).Totals(run.Symbols, run.InitialCash, run.Timeframe, active.Contains)
        );

    /// <summary>Removes a run and its files.</summary>
    /// <returns>Whether there was such a run.</returns>
    public bool Delete(string runId)
    {
        if (runs.FolderOf(runId) is not { } folder)
            return false;
        var isGone = folders.Drop(folder, () => runs.Remove(runId));
        sync?.Signal();
        return isGone;
    }

    /// <summary>
    /// The hashes of a run's files. If the run was stored without hashes, they are computed from its files now and stored.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="place">The folder that holds its files.</param>
    /// <returns>Null when no hashes are stored and a file is missing.</returns>
    public ArtifactHashes? HashesOf(RunFiles run, string place)
    {
        if (ArtifactHashes.Read(run.FileHashes) is { } kept)
            return kept;
        if (ArtifactHashes.Take(place, hashes) is not { } taken)
            return null;
        try
        {
            return runs.AddHashes(run.Number, taken);
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
            () => sync is null ? folders.FindAll(files.Folder) : sync.Places(files.Folder),
            hashes.Of,
            place => HashesOf(files, place)
        );
}
