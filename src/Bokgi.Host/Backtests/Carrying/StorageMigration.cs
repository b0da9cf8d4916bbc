using Bokgi.Host.Backtests.Artifacts;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Backtests.Carrying;

/// <summary>Moves the files of runs between this machine and the object store. A folder is removed in one place only after it was read whole in the other, so that a move that was killed is done again by moving again.</summary>
/// <param name="folders">The files here.</param>
/// <param name="carrier">Carries them.</param>
/// <param name="isKnown">Whether a row names a folder.</param>
internal sealed class StorageMigration(ArtifactFolders folders, ArtifactCarrier carrier, Func<string, bool> isKnown)
{
    /// <summary>Moves a folder into the store.</summary>
    /// <exception cref="StorageException">The store does not answer, or does not give back what it was given.</exception>
    public async Task<FolderMove> ToStoreAsync(string folder, CancellationToken cancel)
    {
        using var turn = folders.Carry();
        var move = FolderMove.WasThere;
        if (!await IsWholeAsync(folder, cancel))
        {
            if (folders.Find(folder) is not { } place)
                return FolderMove.Missing;
            await carrier.UploadAsync(folder, place, cancel);
            if (!await IsWholeAsync(folder, cancel))
                throw new StorageException(
                    StorageTrouble.Damaged,
                    $"{carrier.Store.Name} does not give back {folder} as it was given; the files stay here"
                );
            move = FolderMove.Moved;
        }

        folders.Remove(folder);
        if (!isKnown(folder))
            await carrier.DeleteAsync(folder, cancel); // the run was removed on the way
        return move;
    }

    /// <summary>Moves a folder from the store to this machine.</summary>
    /// <exception cref="StorageException">The store does not answer, or what it gave is damaged.</exception>
    public async Task<FolderMove> FromStoreAsync(string folder, CancellationToken cancel)
    {
        using var turn = folders.Carry();
        var isHere = await IsWholeHereAsync(folder, cancel);
        if (!isHere)
        {
            folders.Remove(folder);
            if (!await carrier.BringAsync(folder, isCopy: false, cancel))
                return FolderMove.Missing;
        }

        await carrier.DeleteAsync(folder, cancel);
        folders.Copies.Remove(folder);
        if (!isKnown(folder))
            folders.Remove(folder);
        return isHere ? FolderMove.WasThere : FolderMove.Moved;
    }

    // Whatever the store holds of it is here too, and the same.
    private async Task<bool> IsWholeHereAsync(string folder, CancellationToken cancel)
    {
        var place = folders.Of(folder);
        if (!Directory.Exists(place))
            return false;
        if (await ArtifactManifest.ReadAsync(carrier.Store, folder, cancel) is not { } manifest)
            return true;
        foreach (var file in manifest.Files)
        {
            var path = Path.Combine(place, file.Name);
            var isSame =
                File.Exists(path)
                && await carrier.Store.FindAsync($"{folder}/{file.Name}", cancel) is { } stored
                && (await ContentHashes.OfFileAsync(path, cancel)).Matches(stored);
            if (!isSame)
                return false;
        }

        return true;
    }

    private async Task<bool> IsWholeAsync(string folder, CancellationToken cancel)
    {
        try
        {
            if (await ArtifactManifest.ReadAsync(carrier.Store, folder, cancel) is not { } manifest)
                return false;
            foreach (var file in manifest.Files)
            {
                if (await carrier.Store.VerifyAsync($"{folder}/{file.Name}", cancel) != Verification.Good)
                    return false;
            }

            return true;
        }
        catch (StorageException bad) when (bad.Trouble is StorageTrouble.NotFound or StorageTrouble.Damaged)
        {
            return false;
        }
    }
}
