namespace Bokgi.Host.Storage;

/// <summary>A store of files under keys, such as <c>backtests/2026-01-01/RUN/trades.parquet</c>. Every operation retries by itself what may pass.</summary>
/// <remarks>A file of this machine that cannot be read or written is an <see cref="IOException"/>, as everywhere.</remarks>
internal interface IObjectStore
{
    /// <summary>What people know it by: <c>s3://bucket</c>, or the folder.</summary>
    string Name { get; }

    /// <summary>Puts a file under a key, in place of what was there; readers see the old one or the new one, whole.</summary>
    /// <param name="key">Where; parts are separated by <c>/</c>.</param>
    /// <param name="path">The file, which stays.</param>
    /// <param name="metadata">Words to keep with it, besides the SHA-256 that is kept as <see cref="ContentHashes.Sha256Name"/>.</param>
    /// <param name="cancel">Stops the upload; nothing is left of it.</param>
    /// <exception cref="StorageException">The store did not take it.</exception>
    Task<StoredObject> UploadAsync(string key, string path, IReadOnlyDictionary<string, string> metadata, CancellationToken cancel);

    /// <summary>Makes a file of what is under a key, checked against the hash that was kept with it; the file is whole, or not there.</summary>
    /// <exception cref="StorageException">There is nothing, it is damaged, or the store does not answer.</exception>
    Task DownloadAsync(string key, string path, CancellationToken cancel);

    /// <summary>Removes what is under a key, if anything.</summary>
    /// <exception cref="StorageException">The store does not answer or forbids it.</exception>
    Task DeleteAsync(string key, CancellationToken cancel);

    /// <summary>Everything whose key begins with a prefix, by key in the order of its UTF-8 bytes, asked for page by page as it is read.</summary>
    /// <exception cref="StorageException">The store does not answer or forbids it.</exception>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancel);

    /// <summary>What is known of a key, metadata included; null when there is nothing.</summary>
    /// <exception cref="StorageException">The store does not answer or forbids it.</exception>
    Task<StoredObject?> FindAsync(string key, CancellationToken cancel);

    /// <summary>Reads what is under a key and compares it with a hash.</summary>
    /// <param name="key">Where it is.</param>
    /// <param name="sha256">The SHA-256 that it must have, in hexadecimal digits; null for the one that was kept with it.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="StorageException">There is nothing, or the store does not answer.</exception>
    Task<Verification> VerifyAsync(string key, string? sha256, CancellationToken cancel);
}
