using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Runs.Sync;

/// <summary>The files of runs that are computed in pieces. Workers on other machines get them through the object store, if any.</summary>
internal sealed class PieceFiles(ArtifactFolders folders, ArtifactSync? sync, TimeProvider clock)
{
    // Longer than a short outage of the store; after that, assembling the run is retried from the beginning.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Keeps the files of a piece until the run is assembled; the attempt's name is unique among the task's pieces.</summary>
    public void Keep(RunArtifacts artifacts, string taskId, string attempt)
    {
        var folder = ArtifactFolders.OfPiece(taskId, attempt);
        artifacts.MoveTo(folders.Of(folder));
        Announce(folder);
    }

    /// <summary>The path of a piece's files on this machine; waits while another machine is still uploading them.</summary>
    /// <exception cref="IOException">They did not arrive in time.</exception>
    /// <exception cref="StorageException">The object store cannot be reached.</exception>
    public async Task<string> FindAsync(string taskId, string attempt, CancellationToken cancel)
    {
        var folder = ArtifactFolders.OfPiece(taskId, attempt);
        var place = folders.Of(folder);
        if (sync is null)
            return place;
        for (var began = clock.GetTimestamp(); ; )
        {
            var isLate = clock.GetElapsedTime(began) > Patience;
            if (Directory.Exists(place) || await BringAsync(folder, isLate, cancel))
                return place;
            if (isLate)
                throw new IOException(
                    $"the files of a piece of the run are not in {sync.Store.Name}; the worker that made them uploads them when it can"
                );
            await Task.Delay(Pause, clock, cancel);
        }
    }

    public void Tidy(Func<string, bool> isActive)
    {
        foreach (var folder in folders.TidyPieces(isActive))
            Announce(folder);
    }

    private void Announce(string folder)
    {
        if (sync is null)
            return;
        folders.Announce(folder);
        sync.Signal();
    }

    private async Task<bool> BringAsync(string folder, bool isLate, CancellationToken cancel)
    {
        try
        {
            return await sync!.BringAsync(folder, isCopy: false, cancel);
        }
        catch (StorageException away) when (away.Trouble == StorageErrorKind.Unavailable && !isLate)
        {
            return false;
        }
        catch (StorageException bad) when (bad.Trouble is StorageErrorKind.Damaged or StorageErrorKind.NotFound)
        {
            throw new LostDataException(
                $"the files of a piece of the run are damaged or missing in {sync!.Store.Name}; submit the run again",
                bad
            );
        }
    }
}
