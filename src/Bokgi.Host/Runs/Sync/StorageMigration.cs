using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Runs.Sync;

/// <summary>
/// Moves the files of runs between this machine and the object store. A folder is removed from its old place only after all of its files were
/// read and verified in the new place, so an interrupted move can simply be repeated.
/// </summary>
internal sealed class StorageMigration(ArtifactFolders folders, ArtifactSync sync, RunStore runs)
{
    /// <exception cref="StorageException">The store does not answer, or returns other data than was uploaded.</exception>
    public async Task<FolderMoveOutcome> MoveToStoreAsync(string folder, CancellationToken cancel)
    {
        using var outboxLock = folders.LockOutbox();
        var storedHashes = await runs.FindHashesAsync(folder);
        var move = FolderMoveOutcome.AlreadyThere;
        if (!await IsCompleteInStoreAsync(folder, storedHashes, cancel))
        {
            var localPaths = folders.FindAll(folder).ToList();
            if (localPaths.Count == 0)
                return FolderMoveOutcome.Missing;
            var localPath = await localPaths
                .ToAsyncEnumerable()
                .FirstOrDefaultAsync(async (path, stop) => storedHashes is null || await IsIntactAsync(path, storedHashes, stop), cancel);
            if (localPath is null)
                return FolderMoveOutcome.Damaged;
            await sync.UploadAsync(folder, localPath, cancel);
            if (!await IsCompleteInStoreAsync(folder, storedHashes, cancel))
                throw new StorageException(
                    StorageErrorKind.Damaged,
                    $"{sync.Store.Name} did not return {folder} as it was uploaded; the local files stay"
                );
            move = FolderMoveOutcome.Moved;
        }

        folders.Remove(folder);
        if (!await runs.ExistsForFolderAsync(folder))
            await sync.DeleteAsync(folder, cancel); // the run was removed meanwhile
        return move;
    }

    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<FolderMoveOutcome> MoveFromStoreAsync(string folder, CancellationToken cancel)
    {
        using var outboxLock = folders.LockOutbox();
        var storedHashes = await runs.FindHashesAsync(folder);
        var move = await IsCompleteLocallyAsync(folder, storedHashes, cancel)
            ? FolderMoveOutcome.AlreadyThere
            : await DownloadAsync(folder, storedHashes, cancel);
        if (move is FolderMoveOutcome.Missing or FolderMoveOutcome.Damaged)
            return move;

        await sync.DeleteAsync(folder, cancel);
        folders.Copies.Remove(folder);
        if (!await runs.ExistsForFolderAsync(folder))
            folders.Remove(folder);
        return move;
    }

    // An incomplete local folder is removed only after the download has been checked.
    private async Task<FolderMoveOutcome> DownloadAsync(string folder, ArtifactHashes? storedHashes, CancellationToken cancel)
    {
        try
        {
            if (await sync.DownloadFolderAsync(folder, isCopy: false, cancel, CheckAsync))
                return FolderMoveOutcome.Moved;
            return folders.FindAll(folder).Any() ? FolderMoveOutcome.Damaged : FolderMoveOutcome.Missing;
        }
        catch (StorageException error) when (error.Kind is StorageErrorKind.NotFound or StorageErrorKind.Damaged)
        {
            return FolderMoveOutcome.Damaged;
        }

        async Task CheckAsync(string localPath)
        {
            if (storedHashes is not null && !await IsIntactAsync(localPath, storedHashes, cancel))
                throw new StorageException(StorageErrorKind.Damaged, $"{folder} in {sync.Store.Name} is not what the run wrote");
            folders.Remove(folder);
        }
    }

    private static async Task<bool> IsIntactAsync(string localPath, ArtifactHashes storedHashes, CancellationToken cancel)
    {
        foreach (var (name, hash) in storedHashes.Files)
        {
            var path = Path.Combine(localPath, name);
            if (!File.Exists(path) || (await ContentHashes.ComputeAsync(path, cancel)).Sha256 != hash)
                return false;
        }

        return true;
    }

    // Whether the local files are complete and undamaged. They are compared with the hashes in the run's row; if the row has none, with the
    // files in the store; if the store does not have the folder, a local folder counts as complete.
    private async Task<bool> IsCompleteLocallyAsync(string folder, ArtifactHashes? storedHashes, CancellationToken cancel)
    {
        var localPath = folders.PathOf(folder);
        if (!Directory.Exists(localPath))
            return false;
        if (storedHashes is not null)
            return await IsIntactAsync(localPath, storedHashes, cancel);
        if (await ArtifactManifest.ReadAsync(sync.Store, folder, cancel) is not { } manifest)
            return true;
        foreach (var name in manifest.Files.Select(file => file.Name))
        {
            if (!await EqualsStoredFileAsync(name))
                return false;
        }

        return true;

        async Task<bool> EqualsStoredFileAsync(string name)
        {
            var path = Path.Combine(localPath, name);
            return File.Exists(path)
                && await sync.Store.FindAsync($"{folder}/{name}", cancel) is { } stored
                && (await ContentHashes.ComputeAsync(path, cancel)).Matches(stored);
        }
    }

    private async Task<bool> IsCompleteInStoreAsync(string folder, ArtifactHashes? storedHashes, CancellationToken cancel)
    {
        try
        {
            if (await ArtifactManifest.ReadAsync(sync.Store, folder, cancel) is not { } manifest)
                return false;
            foreach (var name in manifest.Files.Select(file => file.Name).Union(storedHashes?.Files.Keys ?? []))
            {
                var hash = storedHashes?.Files.GetValueOrDefault(name);
                if (await sync.Store.VerifyAsync($"{folder}/{name}", hash, cancel) != Verification.Intact)
                    return false;
            }

            return true;
        }
        catch (StorageException error) when (error.Kind is StorageErrorKind.NotFound or StorageErrorKind.Damaged)
        {
            return false;
        }
    }
}
