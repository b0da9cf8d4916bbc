using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Bokgi.Host.Storage;

/// <summary>Hashes files, and reads a file again only if its size, time or inode has changed. Concurrent callers share one read.</summary>
internal sealed class FileHashCache(TimeProvider clock, int capacity = FileHashCache.DefaultCapacity)
{
    public const int DefaultCapacity = 10_000;
    private const int BufferBytes = 1 << 17;

    // A file written twice within one clock tick of the disk looks unchanged, so hashes of files younger than this are not cached.
    private static readonly TimeSpan MinimumAge = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, CacheEntry> entries = new(StringComparer.Ordinal);
    private long bytesRead;

    public long BytesRead => Interlocked.Read(ref bytesRead);

    /// <summary>The SHA-256 of a file in hexadecimal digits; null if there is no such file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public string? Sha256Of(string path)
    {
        if (FileIdentity.Of(path) is not { } identity)
            return null;
        var entry = entries.TryGetValue(path, out var found) && found.Identity == identity ? found : AddEntry(path, identity);
        try
        {
            var hash = entry.Hash.Value;
            if (!entry.IsCacheable)
                Remove(path, entry);
            return hash;
        }
        catch (Exception failure)
        {
            Remove(path, entry);
            if (failure is FileNotFoundException or DirectoryNotFoundException)
                return null;
            throw;
        }
    }

    private CacheEntry AddEntry(string path, FileIdentity identity)
    {
        if (entries.Count >= capacity)
            entries.Clear();
        var isCacheable = clock.GetUtcNow() - identity.ChangedUtc > MinimumAge;
        var added = new CacheEntry(identity, isCacheable, new Lazy<string>(() => ComputeHash(path)));
        return entries.AddOrUpdate(path, added, (_, existing) => existing.Identity == identity ? existing : added);
    }

    private void Remove(string path, CacheEntry entry) => entries.TryRemove(KeyValuePair.Create(path, entry));

    private string ComputeHash(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
        var hash = SHA256.HashData(file);
        Interlocked.Add(ref bytesRead, file.Position);
        return Convert.ToHexStringLower(hash);
    }

    private sealed record CacheEntry(FileIdentity Identity, bool IsCacheable, Lazy<string> Hash);
}
