using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Bokgi.Host.Backtests.Artifacts;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Backtests.Sync;

/// <summary>
/// Carries the files of runs to an object store and brings copies back for those who read them. What is to be carried is noted on disk:
/// it waits there while the store is away, and a carrier that dies leaves it to the next. Carrying twice does no harm.
/// </summary>
/// <param name="folders">The files here.</param>
/// <param name="store">Where they go.</param>
/// <param name="isKnown">Whether a row names a folder; else its files are removed here and there.</param>
/// <param name="clock">Tells since when nobody has asked for a copy.</param>
internal sealed class ArtifactSync(ArtifactFolders folders, IObjectStore store, Func<string, bool> isKnown, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> coming = new(StringComparer.Ordinal);

    /// <summary>Where files go.</summary>
    public IObjectStore Store => store;

    /// <summary>Tells whoever carries in this process that there is something to carry.</summary>
    public void Signal() => bell.Writer.TryWrite(true);

    /// <summary>Ends with the next ring.</summary>
    public async Task WaitAsync(CancellationToken cancel) => await bell.Reader.ReadAsync(cancel);

    /// <summary>Carries all that waits here; nothing while another process over the same files does.</summary>
    /// <returns>How many folders were carried or removed.</returns>
    /// <exception cref="StorageException">The store did not take them; they wait.</exception>
    public async Task<int> SyncAsync(CancellationToken cancel)
    {
        using var turn = folders.TryLockOutbox();
        if (turn is null)
            return 0;
        var (count, trouble) = (0, (ExceptionDispatchInfo?)null);
        foreach (var (note, folder) in folders.Outbox)
        {
            try
            {
                await SyncAsync(folder, cancel);
                File.Delete(note);
                count++;
            }
            catch (Exception failure) when (IsOfOne(failure))
            {
                trouble ??= ExceptionDispatchInfo.Capture(failure); // the others are carried all the same
            }
        }

        trouble?.Throw();
        return count;
    }

    /// <summary>Puts the files of a folder into the store, the manifest last.</summary>
    public async Task UploadAsync(string folder, string place, CancellationToken cancel)
    {
        var files = new List<ArtifactManifest.Entry>();
        foreach (var path in Directory.EnumerateFiles(place).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            var stored = await store.UploadAsync($"{folder}/{name}", path, new Dictionary<string, string>(), cancel);
            files.Add(new ArtifactManifest.Entry(name, stored.Size, stored.ETag));
        }

        await new ArtifactManifest(files).WriteAsync(store, folder, cancel);
    }

    /// <summary>Removes a folder's files from the store, the manifest first.</summary>
    public async Task DeleteAsync(string folder, CancellationToken cancel)
    {
        await store.DeleteAsync(ArtifactManifest.KeyOf(folder), cancel);
        var keys = new List<string>();
        await foreach (var found in store.ListAsync($"{folder}/", cancel))
            keys.Add(found.Key);
        foreach (var key in keys)
            await store.DeleteAsync(key, cancel);
    }

    /// <summary>The place of a run's files on this machine; they are brought here when only the store has them.</summary>
    /// <exception cref="StorageException">They are not here, and the store does not have them yet or does not answer.</exception>
    public string Find(string folder)
    {
        folders.Copies.Touch(folder, clock.GetUtcNow().UtcDateTime);
        if (folders.Find(folder) is null && !Bring(folder))
            throw new StorageException(
                StorageErrorKind.Unavailable,
                $"the files of the run are not in {store.Name} yet; the machine that made the run carries them there"
            );
        return folders.Find(folder)
            ?? throw new StorageException(StorageErrorKind.Unavailable, "the files of the run were removed a moment ago; try again");
    }

    /// <summary>The places of a run's files on this machine; a fresh copy is brought when the caller is content with none of the others.</summary>
    /// <exception cref="StorageException">As for <see cref="Find"/>, or what the store holds is damaged.</exception>
    public IEnumerable<string> Places(string folder)
    {
        var (first, damage) = Try(() => Find(folder));
        if (first is not null)
            yield return first;
        foreach (var other in folders.FindAll(folder).Where(place => place != first))
            yield return other;
        if (damage is not null)
            throw damage;
        (var fresh, damage) = Try(() => Bring(folder) ? folders.Copies.Of(folder) : null);
        if (fresh is not null || damage is not null)
            yield return folders.Copies.Of(folder); // what is whole in the store has come all the same
        if (damage is not null)
            throw damage;
    }

    /// <summary>Makes files of what the store holds of a folder; in its copy's place, or as its own.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isCopy">Whether the store keeps the files.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="check">Looks at what came before it is put into its place.</param>
    /// <returns>Whether the store holds it.</returns>
    public async Task<bool> BringAsync(string folder, bool isCopy, CancellationToken cancel, Func<string, Task>? check = null)
    {
        if (await ArtifactManifest.ReadAsync(store, folder, cancel) is not { } manifest)
            return false;
        StorageException? damage = null;
        await folders.BringAsync(
            folder,
            async making =>
            {
                foreach (var name in manifest.Files.Select(file => file.Name))
                {
                    try
                    {
                        await store.DownloadAsync($"{folder}/{name}", Path.Combine(making, name), cancel);
                    }
                    catch (StorageException bad) when (isCopy && IsDamage(bad))
                    {
                        damage ??= bad; // a copy of the others still serves
                        folders.Copies.Rescue(folder, name, making);
                    }
                }

                if (check is not null)
                    await check(making);
            },
            isCopy
        );
        return damage is null ? true : throw damage;
    }

    /// <summary>Removes copies that nobody has asked for in a day.</summary>
    public int RemoveOldCopies() => folders.Copies.RemoveOld(clock.GetUtcNow().UtcDateTime);

    private async Task SyncAsync(string folder, CancellationToken cancel)
    {
        var place = folders.Of(folder);
        if (IsWanted(folder))
        {
            if (!Directory.Exists(place))
                return; // it was carried before
            try
            {
                await UploadAsync(folder, place, cancel);
            }
            catch (IOException) when (!Directory.Exists(place))
            {
                // It was removed on the way.
            }
        }

        // Asked again, since the run may have been removed on the way; whoever removes it later leaves a note of his own.
        if (!IsWanted(folder))
        {
            folders.Remove(folder);
            await DeleteAsync(folder, cancel);
        }
        else if (!ArtifactFolders.IsPiece(folder))
            folders.Copies.Take(place, folder);
    }

    // What concerns one folder only; a store that is away or refuses would do so again.
    private static bool IsOfOne(Exception failure) =>
        failure
            is IOException
                or UnauthorizedAccessException
                or StorageException { Trouble: StorageErrorKind.Damaged or StorageErrorKind.NotFound };

    private static bool IsDamage(StorageException failure) => failure.Trouble is StorageErrorKind.Damaged or StorageErrorKind.NotFound;

    private static (string? Place, StorageException? Damage) Try(Func<string?> find)
    {
        try
        {
            return (find(), null);
        }
        catch (StorageException bad) when (IsDamage(bad))
        {
            return (null, bad);
        }
    }

    private bool IsWanted(string folder) => ArtifactFolders.IsPiece(folder) ? Directory.Exists(folders.Of(folder)) : isKnown(folder);

    // Many may ask for the same at once, and one download serves them; it goes on when they have lost patience.
    private bool Bring(string folder)
    {
        var download = coming.GetOrAdd(folder, key => new Lazy<Task<bool>>(() => Task.Run(() => FetchAsync(key)))).Value;
        if (Task.WaitAny([download], Patience) < 0)
            throw new StorageException(
                StorageErrorKind.Unavailable,
                $"the files of the run are still on their way from {store.Name}; ask again in a moment"
            );
        return download.GetAwaiter().GetResult();
    }

    private async Task<bool> FetchAsync(string folder)
    {
        try
        {
            return await BringAsync(folder, isCopy: true, CancellationToken.None);
        }
        finally
        {
            coming.TryRemove(folder, out _);
        }
    }
}
