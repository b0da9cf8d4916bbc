using System.Runtime.CompilerServices;

namespace Bokgi.Host.Storage.Local;

/// <summary>
/// A store in a folder. A key is a path relative to the folder. Files and folders whose names begin with a dot are ignored. The hash and the
/// metadata of an uploaded file are in a hidden file beside it. A file that another program put into the folder has no such hidden file, so it
/// cannot be verified.
/// </summary>
internal sealed class LocalStore(string folder) : IObjectStore
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    private readonly string root = Path.GetFullPath(folder);

    public string Name => root;

    public async Task<StoredObject> UploadAsync(
        string key,
        string path,
        IReadOnlyDictionary<string, string> metadata,
        CancellationToken cancel
    )
    {
        var objectPath = PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(objectPath)!);
        // The old metadata is deleted before the new content appears, and the new metadata is written last. So an interruption never leaves
        // new content with old metadata.
        var hashes = await CopyAsync(path, objectPath, _ => File.Delete(MetadataPath(objectPath)), cancel);
        Dictionary<string, string> allMetadata = new(metadata) { [ContentHashes.Sha256Name] = hashes.Sha256 };
        var temporaryPath = TemporaryPath(objectPath);
        await File.WriteAllTextAsync(temporaryPath, JsonSerializer.Serialize(allMetadata, JsonFormat.Compact), CancellationToken.None);
        File.Move(temporaryPath, MetadataPath(objectPath), overwrite: true);
        return new StoredObject(key, hashes.WholeContent.ETag, hashes.Size, WrittenUtc(objectPath), allMetadata);
    }

    public async Task DownloadAsync(string key, string path, CancellationToken cancel)
    {
        var objectPath = ExistingPath(key);
        var expectedHash = StoredHash(objectPath);
        await CopyAsync(objectPath, Path.GetFullPath(path), Check, cancel);

        void Check(ContentHashes hashes)
        {
            if (expectedHash is not null && expectedHash != hashes.Sha256)
                throw new StorageException(StorageErrorKind.Damaged, $"{key} in {Name} is not what was uploaded; upload it again");
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancel)
    {
        var objectPath = PathOf(key);
        if (File.Exists(objectPath))
        {
            File.Delete(MetadataPath(objectPath));
            File.Delete(objectPath);
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var key in LocalKeys.ListWithPrefix(root, prefix))
        {
            if (await FindAsync(key, cancel) is { } found)
                yield return found with
                {
                    Metadata = NoMetadata,
                };
        }
    }

    public async Task<StoredObject?> FindAsync(string key, CancellationToken cancel)
    {
        var objectPath = PathOf(key);
        if (!File.Exists(objectPath))
            return null;
        try
        {
            var hashes = await ContentHashes.ComputeAsync(objectPath, cancel);
            return new StoredObject(key, hashes.WholeContent.ETag, hashes.Size, WrittenUtc(objectPath), ReadMetadata(objectPath));
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public async Task<Verification> VerifyAsync(string key, string? sha256, CancellationToken cancel)
    {
        var objectPath = ExistingPath(key);
        if ((sha256 ?? StoredHash(objectPath)) is not { } expectedHash)
            return Verification.WithoutHash;
        var hashes = await ContentHashes.ComputeAsync(objectPath, cancel);
        return hashes.Sha256 == expectedHash ? Verification.Intact : Verification.Damaged;
    }

    private static long WrittenUtc(string objectPath) => UnixTime.FromDateTime(File.GetLastWriteTimeUtc(objectPath));

    private static string MetadataPath(string objectPath) =>
        Path.Combine(Path.GetDirectoryName(objectPath)!, $".{Path.GetFileName(objectPath)}.json");

    private static string TemporaryPath(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Guid.NewGuid():N}.part");

    private static Dictionary<string, string> ReadMetadata(string objectPath) =>
        File.Exists(MetadataPath(objectPath))
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(MetadataPath(objectPath)), JsonFormat.Compact)!
            : NoMetadata;

    private static string? StoredHash(string objectPath) => ReadMetadata(objectPath).GetValueOrDefault(ContentHashes.Sha256Name);

    // The copy gets its final name once it is complete and flushed to disk, unless beforeMove throws.
    private static async Task<ContentHashes> CopyAsync(string from, string to, Action<ContentHashes> beforeMove, CancellationToken cancel)
    {
        var temporaryPath = TemporaryPath(to);
        try
        {
            ContentHashes hashes;
            await using (var source = File.OpenRead(from))
            await using (var target = new FileStream(temporaryPath, FileMode.CreateNew, FileAccess.Write))
            {
                hashes = await ContentHashing.CopyAsync(source, target, UploadParts.SizeFor(source.Length), onProgress: () => { }, cancel);
                target.Flush(flushToDisk: true);
            }

            beforeMove(hashes);
            File.Move(temporaryPath, to, overwrite: true);
            return hashes;
        }
        catch
        {
            File.Delete(temporaryPath);
            throw;
        }
    }

    private string PathOf(string key) =>
        LocalKeys.IsKey(key)
            ? Path.Combine(root, key)
            : throw new StorageException(
                StorageErrorKind.Refused,
                $"'{key}' names no file in {Name}; parts of a key are separated by / and do not begin with a dot"
            );

    private string ExistingPath(string key) =>
        File.Exists(PathOf(key)) ? PathOf(key) : throw new StorageException(StorageErrorKind.NotFound, $"there is no {key} in {Name}");
}
