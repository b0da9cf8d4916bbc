using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Runs.Sync;

/// <summary>
/// Moves the files of runs between this machine and the object store. A folder is removed from its old place only after it was read
/// completely in the new one, so an interrupted move can simply be repeated.
/// </summary>
internal sealed class StorageMigration(ArtifactFolders folders, ArtifactSync sync, RunStore runs)
{
    /// <exception cref="StorageException">The store does not answer, or returns other data than was uploaded.</exception>
    public async Task<FolderMove> ToStoreAsync(string folder, CancellationToken cancel)
    {
        using var turn = folders.LockOutbox();
        var kept = await runs.HashesOfAsync(folder);
        var move = FolderMove.WasThere;
        if (!await IsWholeAsync(folder, kept, cancel))
        {
            if (folders.FindAll(folder).ToList() is not [_, ..] places)
                return FolderMove.Missing;
            var place = await places
                .ToAsyncEnumerable()
                .FirstOrDefaultAsync(async (each, stop) => kept is null || await IsGoodAsync(each, kept, stop), cancel);
            if (place is null)
                return FolderMove.Damaged;
            await sync.UploadAsync(folder, place, cancel);
            if (!await IsWholeAsync(folder, kept, cancel))
                throw new StorageException(
                    StorageErrorKind.Damaged,
                    $"{sync.Store.Name} did not return {folder} as it was uploaded; the local files stay"
                );
            move = FolderMove.Moved;
        }

        folders.Remove(folder);
        if (!await runs.KnowsAsync(folder))
            await sync.DeleteAsync(folder, cancel); // the run was removed meanwhile
        return move;
    }

    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<FolderMove> FromStoreAsync(string folder, CancellationToken cancel)
    {
        using var turn = folders.LockOutbox();
        var kept = await runs.HashesOfAsync(folder);
        var isHere = await IsWholeHereAsync(folder, kept, cancel);
        if (!isHere && await BringAsync(folder, kept, cancel) is not FolderMove.Moved and var failed)
            return failed;

        await sync.DeleteAsync(folder, cancel);
        folders.Copies.Remove(folder);
        if (!await runs.KnowsAsync(folder))
            folders.Remove(folder);
        return isHere ? FolderMove.WasThere : FolderMove.Moved;
    }

    // An incomplete local folder is removed only after the download has been checked.
    private async Task<FolderMove> BringAsync(string folder, ArtifactHashes? kept, CancellationToken cancel)
    {
        try
        {
            if (await sync.BringAsync(folder, isCopy: false, cancel, CheckAsync))
                return FolderMove.Moved;
            return folders.FindAll(folder).Any() ? FolderMove.Damaged : FolderMove.Missing;
        }
        catch (StorageException bad) when (bad.Trouble is StorageErrorKind.NotFound or StorageErrorKind.Damaged)
        {
            return FolderMove.Damaged;
        }

        async Task CheckAsync(string place)
        {
            if (kept is not null && !await IsGoodAsync(place, kept, cancel))
                throw new StorageException(StorageErrorKind.Damaged, $"{folder} in {sync.Store.Name} is not what the run wrote");
            folders.Remove(folder);
        }
    }

    private static async Task<bool> IsGoodAsync(string place, ArtifactHashes kept, CancellationToken cancel)
    {
        foreach (var (name, hash) in kept.Files)
        {
            var path = Path.Combine(place, name);
            if (!File.Exists(path) || (await ContentHashes.OfFileAsync(path, cancel)).Sha256 != hash)
                return false;
        }

        return true;
    }

    // Checked against the hashes of the row; if it has none, against the files of the folder in the store.
    private async Task<bool> IsWholeHereAsync(string folder, ArtifactHashes? kept, CancellationToken cancel)
    {
        var place = folders.Of(folder);
        if (!Directory.Exists(place))
            return false;
        if (kept is not null)
            return await IsGoodAsync(place, kept, cancel);
        if (await ArtifactManifest.ReadAsync(sync.Store, folder, cancel) is not { } manifest)
            return true;
        return await manifest
            .Files.ToAsyncEnumerable()
            .AllAsync(
                async (file, stop) =>
                    Path.Combine(place, file.Name) is var path
                    && File.Exists(path)
                    && await sync.Store.FindAsync($"{folder}/{file.Name}", stop) is { } stored
                    && (await ContentHashes.OfFileAsync(path, stop)).Matches(stored),
                cancel
            );
    }

    private async Task<bool> IsWholeAsync(string folder, ArtifactHashes? kept, CancellationToken cancel)
    {
        try
        {
            if (await ArtifactManifest.ReadAsync(sync.Store, folder, cancel) is not { } manifest)
                return false;
            foreach (var name in manifest.Files.Select(file => file.Name).Union(kept?.Files.Keys ?? []))
            {
                var hash = kept?.Files.GetValueOrDefault(name);
                if (await sync.Store.VerifyAsync($"{folder}/{name}", hash, cancel) != Verification.Good)
                    return false;
            }

            return true;
        }
        catch (StorageException bad) when (bad.Trouble is StorageErrorKind.NotFound or StorageErrorKind.Damaged)
        {
            return false;
        }
    }
}
