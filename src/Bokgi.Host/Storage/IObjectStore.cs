namespace Bokgi.Host.Storage;

/// <summary>
/// A store of files under keys such as <c>backtests/2026-01-01/RUN/trades.parquet</c>. Every operation retries temporary failures itself. A
/// local file that cannot be read or written causes an <see cref="IOException"/>.
/// </summary>
internal interface IObjectStore
{
    /// <summary>The store's name in messages: <c>s3://bucket</c>, or the folder.</summary>
    string Name { get; }

    /// <summary>
    /// Stores a copy of a file under a key, replacing what was there, with metadata and its SHA-256 (<see cref="ContentHashes.Sha256Name"/>);
    /// readers see either the whole old file or the whole new one.
    /// </summary>
    /// <exception cref="StorageException">The store did not accept the file.</exception>
    Task<StoredObject> UploadAsync(string key, string path, IReadOnlyDictionary<string, string> metadata, CancellationToken cancel);

    /// <summary>Writes an object to a file, which then is complete and checked against the stored hash, or does not exist.</summary>
    /// <exception cref="StorageException">There is no such object, it is damaged, or the store does not answer.</exception>
    Task DownloadAsync(string key, string path, CancellationToken cancel);

    /// <summary>Deletes the object under a key, if there is one.</summary>
    /// <exception cref="StorageException">The store does not answer or denies access.</exception>
    Task DeleteAsync(string key, CancellationToken cancel);

    /// <summary>Objects whose key begins so, in the order of the keys' UTF-8 bytes; pages are requested as the result is read.</summary>
    /// <exception cref="StorageException">The store does not answer or denies access.</exception>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancel);

    /// <summary>The object under a key, including metadata; null if there is none.</summary>
    /// <exception cref="StorageException">The store does not answer or denies access.</exception>
    Task<StoredObject?> FindAsync(string key, CancellationToken cancel);

    /// <summary>Reads the object under a key and compares it with a SHA-256 in hexadecimal digits, or else with the one stored with it.</summary>
    /// <exception cref="StorageException">There is no such object, or the store does not answer.</exception>
    Task<Verification> VerifyAsync(string key, string? sha256, CancellationToken cancel);
}
