namespace Bokgi.Host.Storage;

/// <summary>
/// A store of files under keys such as <c>backtests/2026-01-01/RUN/trades.parquet</c>. Every operation retries temporary failures itself.
/// </summary>
/// <remarks>A local file that cannot be read or written causes an <see cref="IOException"/>.</remarks>
internal interface IObjectStore
{
    /// <summary>The store's name in messages: <c>s3://bucket</c>, or the folder.</summary>
    string Name { get; }

    /// <summary>Stores a file under a key, replacing what was there; readers see either the whole old file or the whole new one.</summary>
    /// <param name="key">The key; its parts are separated by <c>/</c>.</param>
    /// <param name="path">The file, which is left in place.</param>
    /// <param name="metadata">Metadata to store in addition to its SHA-256, which is <see cref="ContentHashes.Sha256Name"/>.</param>
    /// <param name="cancel">Stops the upload and leaves nothing of it in the store.</param>
    /// <exception cref="StorageException">The store did not accept the file.</exception>
    Task<StoredObject> UploadAsync(string key, string path, IReadOnlyDictionary<string, string> metadata, CancellationToken cancel);

    /// <summary>
    /// Writes the object under a key to a file and checks it against its stored hash; the file is complete or does not exist.
    /// </summary>
    /// <exception cref="StorageException">There is no such object, it is damaged, or the store does not answer.</exception>
    Task DownloadAsync(string key, string path, CancellationToken cancel);

    /// <summary>Deletes the object under a key, if there is one.</summary>
    /// <exception cref="StorageException">The store does not answer or denies access.</exception>
    Task DeleteAsync(string key, CancellationToken cancel);

    /// <summary>
    /// All objects whose key begins with a prefix, in the order of the keys' UTF-8 bytes; pages are requested as the result is read.
    /// </summary>
    /// <exception cref="StorageException">The store does not answer or denies access.</exception>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancel);

    /// <summary>The object under a key, including metadata; null if there is none.</summary>
    /// <exception cref="StorageException">The store does not answer or denies access.</exception>
    Task<StoredObject?> FindAsync(string key, CancellationToken cancel);

    /// <summary>Reads the object under a key and compares it with a hash.</summary>
    /// <param name="key">The key.</param>
    /// <param name="sha256">The expected SHA-256 in hexadecimal digits; null for the one stored with the object.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="StorageException">There is no such object, or the store does not answer.</exception>
    Task<Verification> VerifyAsync(string key, string? sha256, CancellationToken cancel);
}
