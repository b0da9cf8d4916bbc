using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Runs.Sync;

/// <summary>
/// Uploads the files of runs to an object store and downloads copies for readers. An outbox, a folder on disk, lists the folders that are still
/// to be uploaded or deleted, so that nothing is lost if the store is unavailable or the process dies. Uploading twice does no harm.
/// </summary>
internal sealed class ArtifactSync(ArtifactFolders folders, IObjectStore store, RunStore runs, TimeProvider clock)
{
    private static readonly TimeSpan DownloadTimeout = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> downloads = new(StringComparer.Ordinal);

    public IObjectStore Store => store;

    /// <summary>Requests a sync; <see cref="WaitForSignalAsync"/> then returns.</summary>
    public void Signal() => signal.Writer.TryWrite(true);

    public async Task WaitForSignalAsync(CancellationToken cancel) => await signal.Reader.ReadAsync(cancel);

    /// <summary>Uploads or deletes the folders in the outbox, unless another process is doing so; returns the number of folders.</summary>
    /// <exception cref="StorageException">
    /// The store failed to upload or delete a folder; the entries of such folders stay in the outbox.
    /// </exception>
    public async Task<int> SyncAsync(CancellationToken cancel)
    {
        using var outboxLock = folders.TryLockOutbox();
        if (outboxLock is null)
            return 0;
        var count = 0;
        ExceptionDispatchInfo? firstError = null;
        foreach (var (entryPath, folder) in folders.Outbox)
        {
            using var removalLock = await folders.TryShareRemovalLockAsync();
            if (removalLock is null)
                break; // a backup holds it, so that nothing is removed; the next sync handles the remaining entries
            try
            {
                await SyncFolderAsync(folder, cancel);
                File.Delete(entryPath);
                count++;
            }
            catch (Exception failure) when (ConcernsOneFolder(failure))
            {
                firstError ??= ExceptionDispatchInfo.Capture(failure); // the other folders are still synced
            }
        }

        firstError?.Throw();
        return count;
    }

    /// <summary>Uploads the files of a folder to the store, the manifest last.</summary>
    public async Task UploadAsync(string folder, string localPath, CancellationToken cancel)
    {
        var files = new List<ArtifactManifest.Entry>();
        foreach (var path in Directory.EnumerateFiles(localPath).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            var stored = await store.UploadAsync($"{folder}/{name}", path, new Dictionary<string, string>(), cancel);
            files.Add(new ArtifactManifest.Entry(name, stored.Size, stored.ETag));
        }

        await new ArtifactManifest(files).WriteAsync(store, folder, cancel);
    }

    /// <summary>Deletes a folder's files from the store, the manifest first.</summary>
    public async Task DeleteAsync(string folder, CancellationToken cancel)
    {
        await store.DeleteAsync(ArtifactManifest.KeyOf(folder), cancel);
        var keys = new List<string>();
        await foreach (var found in store.ListAsync($"{folder}/", cancel))
            keys.Add(found.Key);
        foreach (var key in keys)
            await store.DeleteAsync(key, cancel);
    }

    /// <summary>The path of a run's files on this machine; downloads them first if only the store has them.</summary>
    /// <exception cref="StorageException">The store does not have the files yet, does not answer, or has damaged files.</exception>
    public async Task<string> FindOrDownloadAsync(string folder)
    {
        folders.Copies.Touch(folder, clock.GetUtcNow().UtcDateTime);
        if (folders.Find(folder) is null && !await WaitForCopyAsync(folder))
            throw new StorageException(
                StorageErrorKind.Unavailable,
                $"the files of the run are not in {store.Name} yet; the machine that made the run uploads them"
            );
        return folders.Find(folder)
            ?? throw new StorageException(StorageErrorKind.Unavailable, "the files of the run were removed a moment ago; try again");
    }

    /// <summary>
    /// Yields the local folders that may contain a run's files, one after the other. If the caller rejects all of them and continues the
    /// enumeration, a new copy is downloaded and its folder is yielded last.
    /// </summary>
    /// <exception cref="StorageException">As for <see cref="FindOrDownloadAsync"/>.</exception>
    public async IAsyncEnumerable<string> LocalPathsAsync(string folder)
    {
        var (firstPath, damage) = await TryFindAsync(async () => await FindOrDownloadAsync(folder));
        if (firstPath is not null)
            yield return firstPath;
        foreach (var otherPath in folders.FindAll(folder).Where(localPath => localPath != firstPath))
            yield return otherPath;
        if (damage is not null)
            throw damage;
        var copy = folders.Copies.PathOf(folder);
        var (fresh, freshDamage) = await TryFindAsync(async () => await WaitForCopyAsync(folder) ? copy : null);
        if (fresh is not null || freshDamage is not null)
            yield return copy; // even if some files were damaged, the others are usable
        if (freshDamage is not null)
            throw freshDamage;
    }

    /// <summary>
    /// Downloads a folder, calls <paramref name="check"/>, and then moves the folder into place, either as a copy or as the run's own folder.
    /// Returns false if the folder is not completely uploaded.
    /// </summary>
    public async Task<bool> DownloadFolderAsync(string folder, bool isCopy, CancellationToken cancel, Func<string, Task>? check = null)
    {
        if (await ArtifactManifest.ReadAsync(store, folder, cancel) is not { } manifest)
            return false;
        StorageException? damage = null;
        await folders.InstallAsync(
            folder,
            async stagingPath =>
            {
                foreach (var name in manifest.Files.Select(file => file.Name))
                {
                    try
                    {
                        await store.DownloadAsync($"{folder}/{name}", Path.Combine(stagingPath, name), cancel);
                    }
                    catch (StorageException error) when (isCopy && IsDamagedOrMissing(error))
                    {
                        damage ??= error; // a copy of the other files is still useful
                        folders.Copies.ReuseFile(folder, name, stagingPath);
                    }
                }

                if (check is not null)
                    await check(stagingPath);
            },
            isCopy
        );
        if (damage is not null)
            throw damage;
        return true;
    }

    public int RemoveOldCopies() => folders.Copies.RemoveOld(clock.GetUtcNow().UtcDateTime);

    private async Task SyncFolderAsync(string folder, CancellationToken cancel)
    {
        var localPath = folders.PathOf(folder);
        if (await ShouldBeInStoreAsync(folder))
        {
            if (!Directory.Exists(localPath))
                return; // it was uploaded earlier
            try
            {
                await UploadAsync(folder, localPath, cancel);
            }
            catch (IOException) when (!Directory.Exists(localPath))
            {
                // The folder was removed during the upload.
            }
        }

        // Checked again, because the run may have been removed during the upload. A removal after this check adds another entry to the outbox.
        if (!await ShouldBeInStoreAsync(folder))
        {
            folders.Remove(folder);
            await DeleteAsync(folder, cancel);
        }
        else if (!ArtifactFolders.IsPiece(folder))
            folders.Copies.KeepAsCopy(localPath, folder);
    }

    // Whether a failure concerns one folder only. A store that is unavailable or denies access would fail for the other folders too.
    private static bool ConcernsOneFolder(Exception failure) =>
        failure
            is IOException
                or UnauthorizedAccessException
                or StorageException { Kind: StorageErrorKind.Damaged or StorageErrorKind.NotFound };

    private static bool IsDamagedOrMissing(StorageException failure) =>
        failure.Kind is StorageErrorKind.Damaged or StorageErrorKind.NotFound;

    private static async Task<(string? LocalPath, StorageException? Damage)> TryFindAsync(Func<Task<string?>> find)
    {
        try
        {
            return (await find(), null);
        }
        catch (StorageException error) when (IsDamagedOrMissing(error))
        {
            return (null, error);
        }
    }

    // The store should have a piece's folder while it exists on this machine, and a run's folder while the run exists in the database.
    private async Task<bool> ShouldBeInStoreAsync(string folder) =>
        ArtifactFolders.IsPiece(folder) ? Directory.Exists(folders.PathOf(folder)) : await runs.ExistsForFolderAsync(folder);

    // Concurrent requests share one download, which continues after they time out.
    private async Task<bool> WaitForCopyAsync(string folder)
    {
        var download = downloads.GetOrAdd(folder, key => new Lazy<Task<bool>>(() => Task.Run(() => DownloadCopyAsync(key)))).Value;
        if (await Task.WhenAny(download, Task.Delay(DownloadTimeout, clock)) != download)
            throw new StorageException(
                StorageErrorKind.Unavailable,
                $"the files of the run are still being downloaded from {store.Name}; try again in a moment"
            );
        return await download;
    }

    private async Task<bool> DownloadCopyAsync(string folder)
    {
        try
        {
            return await DownloadFolderAsync(folder, isCopy: true, CancellationToken.None);
        }
        finally
        {
            downloads.TryRemove(folder, out _);
        }
    }
}
