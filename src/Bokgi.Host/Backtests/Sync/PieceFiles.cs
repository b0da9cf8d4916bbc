using Bokgi.Host.Backtests.Artifacts;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Backtests.Sync;

/// <summary>The files of runs that are made in pieces, which workers on other machines reach through the object store when there is one.</summary>
/// <param name="folders">The files here.</param>
/// <param name="carrier">Carries them between machines; null where all work is done on this one.</param>
/// <param name="clock">The time.</param>
internal sealed class PieceFiles(ArtifactFolders folders, ArtifactSync? carrier, TimeProvider clock)
{
    // Longer than a short outage of the store; what is put together then is tried again from the beginning.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Keeps the files of a piece until the run is put together.</summary>
    /// <param name="artifacts">The files.</param>
    /// <param name="taskId">The task that makes the run.</param>
    /// <param name="attempt">A name that no other attempt at a piece of it has.</param>
    public void Keep(RunArtifacts artifacts, string taskId, string attempt)
    {
        var folder = ArtifactFolders.OfPiece(taskId, attempt);
        artifacts.MoveTo(folders.Of(folder));
        Announce(folder);
    }

    /// <summary>The place of a piece's files on this machine; they are waited for when another one still carries them.</summary>
    /// <exception cref="IOException">They did not come.</exception>
    /// <exception cref="StorageException">The object store cannot be asked.</exception>
    public string Find(string taskId, string attempt, CancellationToken cancel)
    {
        var folder = ArtifactFolders.OfPiece(taskId, attempt);
        var place = folders.Of(folder);
        if (carrier is null)
            return place;
        for (var began = clock.GetTimestamp(); ; )
        {
            var isLate = clock.GetElapsedTime(began) > Patience;
            if (Directory.Exists(place) || Bring(folder, isLate, cancel))
                return place;
            if (isLate)
                throw new IOException(
                    $"the files of a piece of the run are not in {carrier.Store.Name}; the worker that made them carries them there when it can"
                );
            cancel.WaitHandle.WaitOne(Pause);
            cancel.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Removes the files of pieces whose task has ended.</summary>
    /// <param name="isActive">Whether a task has not ended yet.</param>
    public void Tidy(Func<string, bool> isActive)
    {
        foreach (var folder in folders.TidyPieces(isActive))
            Announce(folder);
    }

    private void Announce(string folder)
    {
        if (carrier is null)
            return;
        folders.Announce(folder);
        carrier.Signal();
    }

    private bool Bring(string folder, bool isLate, CancellationToken cancel)
    {
        try
        {
            return carrier!.BringAsync(folder, isCopy: false, cancel).GetAwaiter().GetResult();
        }
        catch (StorageException away) when (away.Trouble == StorageErrorKind.Unavailable && !isLate)
        {
            return false;
        }
        catch (StorageException bad) when (bad.Trouble is StorageErrorKind.Damaged or StorageErrorKind.NotFound)
        {
            throw new LostDataException(
                $"the files of a piece of the run are damaged or missing in {carrier!.Store.Name}; hand the run over again",
                bad
            );
        }
    }
}
