using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Bokgi.Host.Storage;

/// <summary>Hashes files, and reads a file again only if its size, time or inode has changed. Concurrent callers share one read.</summary>
internal sealed class FileHashCache(TimeProvider clock, int most = FileHashCache.Most)
{
    public const int Most = 10_000;
    private const int BufferBytes = 1 << 17;

    // A file written twice within one clock tick of the disk looks unchanged, so hashes of files younger than this are not cached.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Reading> known = new(StringComparer.Ordinal);
    private long bytesRead;

    public long BytesRead => Interlocked.Read(ref bytesRead);

    /// <summary>The SHA-256 of a file in hexadecimal digits; null if there is no such file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public string? Of(string path)
    {
        if (FileIdentity.Of(path) is not { } identity)
            return null;
        var reading = known.TryGetValue(path, out var found) && found.Identity == identity ? found : Begin(path, identity);
        try
        {
            var hash = reading.Hash.Value;
            if (!reading.IsSettled)
                Forget(path, reading);
            return hash;
        }
        catch (Exception failure)
        {
            Forget(path, reading);
            if (failure is FileNotFoundException or DirectoryNotFoundException)
                return null;
            throw;
        }
    }

    private Reading Begin(string path, FileIdentity identity)
    {
        if (known.Count >= most)
            known.Clear();
        var isSettled = clock.GetUtcNow() - identity.ChangedUtc > Settled;
        var begun = new Reading(identity, isSettled, new Lazy<string>(() => Read(path)));
        return known.AddOrUpdate(path, begun, (_, other) => other.Identity == identity ? other : begun);
    }

    private void Forget(string path, Reading reading) => known.TryRemove(KeyValuePair.Create(path, reading));

    private string Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
        var hash = SHA256.HashData(file);
        Interlocked.Add(ref bytesRead, file.Position);
        return Convert.ToHexStringLower(hash);
    }

    private sealed record Reading(FileIdentity Identity, bool IsSettled, Lazy<string> Hash);
}
