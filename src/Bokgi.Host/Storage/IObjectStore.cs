namespace Bokgi.Host.Storage;

/// <summary>
/// A store of files under keys such as <c>backtests/2026-01-01/RUN/rows.bokgi</c>. Every operation retries temporary failures itself. A
/// <see cref="StorageException"/> means that the store does not answer or denies access, or that an object is missing or damaged; an <see
/// cref="IOException"/> means that a local file cannot be read or written.
/// </summary>
internal interface IObjectStore
{
    /// <summary>The store's name in messages: <c>s3://bucket</c>, or the folder.</summary>
    string Name { get; }

    /// <summary>
    /// Stores a copy of a file under a key, with metadata, to which the SHA-256 of the file is added (<see
    /// cref="ContentHashes.Sha256Name"/>). Replaces an existing object: readers see either the whole old file or the whole new one.
    /// </summary>
    Task<StoredObject> UploadAsync(string key, string path, IReadOnlyDictionary<string, string> metadata, CancellationToken cancel);

    /// <summary>Downloads an object to a file, which appears only once it is complete and matches the stored hash.</summary>
    Task DownloadAsync(string key, string path, CancellationToken cancel);

    /// <summary>Deletes the object under a key, if there is one.</summary>
    Task DeleteAsync(string key, CancellationToken cancel);

    /// <summary>The objects whose keys begin with the prefix, sorted by the UTF-8 bytes of their keys; requests pages as needed.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancel);

    /// <summary>The object under a key, including metadata; null if there is none.</summary>
    Task<StoredObject?> FindAsync(string key, CancellationToken cancel);

    /// <summary>Compares an object with a SHA-256 in hexadecimal digits; if that is null, with the hash stored with the object.</summary>
    Task<Verification> VerifyAsync(string key, string? sha256, CancellationToken cancel);
}
