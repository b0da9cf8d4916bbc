using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Runs.Sync;

/// <summary>
/// Stores and finds the files of pieces, the parts of a run that different workers compute. Workers on other machines get the files through the
/// object store, if one is configured.
/// </summary>
internal sealed class PieceFiles(ArtifactFolders folders, ArtifactSync? sync, TimeProvider clock)
{
    // Long enough for a short outage of the store. After this time, the step that assembles the run fails and is tried again.
    private static readonly TimeSpan UploadTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Keeps the files of a piece until the run is assembled. <paramref name="attempt"/> names the attempt at computing the piece; the name is
    /// unique within the task.
    /// </summary>
    public void Keep(RunArtifacts artifacts, string taskId, string attempt)
    {
        var folder = ArtifactFolders.PieceFolder(taskId, attempt);
        artifacts.MoveTo(folders.PathOf(folder));
        AddToOutbox(folder);
    }

    /// <summary>The path of a piece's files on this machine; waits while another machine is still uploading them.</summary>
    /// <exception cref="IOException">The files were not uploaded in time.</exception>
    /// <exception cref="StorageException">The object store cannot be reached.</exception>
    public async Task<string> FindOrDownloadAsync(string taskId, string attempt, CancellationToken cancel)
    {
        var folder = ArtifactFolders.PieceFolder(taskId, attempt);
        var localPath = folders.PathOf(folder);
        if (sync is null)
            return localPath;
        for (var started = clock.GetTimestamp(); ; )
        {
            var isLastAttempt = clock.GetElapsedTime(started) > UploadTimeout;
            if (Directory.Exists(localPath) || await TryDownloadAsync(folder, isLastAttempt, cancel))
                return localPath;
            if (isLastAttempt)
                throw new IOException(
                    $"the files of a piece of the run are not in {sync.Store.Name}; the worker that made them uploads them when it can"
                );
            await Task.Delay(PollInterval, clock, cancel);
        }
    }

    /// <summary>Removes the files of pieces whose task is no longer active.</summary>
    public void Tidy(Func<string, bool> isActive)
    {
        foreach (var folder in folders.RemoveInactivePieces(isActive))
            AddToOutbox(folder);
    }

    private void AddToOutbox(string folder)
    {
        if (sync is null)
            return;
        folders.AddToOutbox(folder);
        sync.Signal();
    }

    private async Task<bool> TryDownloadAsync(string folder, bool isLastAttempt, CancellationToken cancel)
    {
        try
        {
            return await sync!.DownloadFolderAsync(folder, isCopy: false, cancel);
        }
        catch (StorageException error) when (error.Kind == StorageErrorKind.Unavailable && !isLastAttempt)
        {
            return false;
        }
        catch (StorageException error) when (error.Kind is StorageErrorKind.Damaged or StorageErrorKind.NotFound)
        {
            throw new LostDataException(
                $"the files of a piece of the run are damaged or missing in {sync!.Store.Name}; submit the run again",
                error
            );
        }
    }
}
