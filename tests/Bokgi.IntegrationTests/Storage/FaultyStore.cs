using System.Runtime.CompilerServices;
using Bokgi.Host.Storage;

namespace Bokgi.IntegrationTests.Storage;

/// <summary>Forwards calls to a store. A test can let the calls fail as unavailable, or simulate a kill of the calling process.</summary>
internal sealed class FaultyStore(IObjectStore store) : IObjectStore
{
    private int calls;
    private int downloads;

    public string Name => store.Name;

    /// <summary>Whether every call fails as unavailable.</summary>
    public bool IsUnavailable { get; set; }

    /// <summary>The value of <see cref="Calls"/> at which the next call kills the caller; null for never.</summary>
    public int? KillAfterCalls { get; set; }

    /// <summary>Called with the key before each upload.</summary>
    public Action<string> BeforeUpload { get; set; } = _ => { };

    /// <summary>The number of calls so far, without those that failed as unavailable.</summary>
    public int Calls => Volatile.Read(ref calls);

    public int Downloads => Volatile.Read(ref downloads);

    public async Task<StoredObject> UploadAsync(
        string key,
        string path,
        IReadOnlyDictionary<string, string> metadata,
        CancellationToken cancel
    )
    {
        CountCallOrThrow();
        BeforeUpload(key);
        return await store.UploadAsync(key, path, metadata, cancel);
    }

    public async Task DownloadAsync(string key, string path, CancellationToken cancel)
    {
        CountCallOrThrow();
        Interlocked.Increment(ref downloads);
        await store.DownloadAsync(key, path, cancel);
    }

    public async Task DeleteAsync(string key, CancellationToken cancel)
    {
        CountCallOrThrow();
        await store.DeleteAsync(key, cancel);
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        CountCallOrThrow();
        await foreach (var found in store.ListAsync(prefix, cancel))
            yield return found;
    }

    public async Task<StoredObject?> FindAsync(string key, CancellationToken cancel)
    {
        CountCallOrThrow();
        return await store.FindAsync(key, cancel);
    }

    public async Task<Verification> VerifyAsync(string key, string? sha256, CancellationToken cancel)
    {
        CountCallOrThrow();
        return await store.VerifyAsync(key, sha256, cancel);
    }

    private void CountCallOrThrow()
    {
        if (IsUnavailable)
            throw new StorageException(StorageErrorKind.Unavailable, $"{Name} does not answer");
        if (Interlocked.Increment(ref calls) > KillAfterCalls)
            throw new KilledException();
    }

    /// <summary>Simulates a kill: the program never catches this exception.</summary>
    internal sealed class KilledException : Exception;
}
