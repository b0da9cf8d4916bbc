using System.Runtime.CompilerServices;

namespace Bokgi.Host.Storage.Local;

/// <summary>
/// A store in a folder. Keys are paths in it; names that begin with a dot are neither keys nor listed. The hash and metadata of an uploaded
/// file are in a file beside it whose name begins with a dot; files put there by other means have none and cannot be verified.
/// </summary>
internal sealed class LocalStore(string folder) : IObjectStore
{
    private static readonly Dictionary<string, string> NoWords = [];

    private readonly string root = Path.GetFullPath(folder);

    public string Name => root;

    public async Task<StoredObject> UploadAsync(
        string key,
        string path,
        IReadOnlyDictionary<string, string> metadata,
        CancellationToken cancel
    )
    {
        var place = PlaceOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        // The old metadata is deleted before the new content appears, and the new metadata is written last, so that an interruption never
        // leaves metadata of other content.
        var hashes = await CopyAsync(path, place, _ => File.Delete(WordsOf(place)), cancel);
        Dictionary<string, string> words = new(metadata) { [ContentHashes.Sha256Name] = hashes.Sha256 };
        var beside = Beside(place);
        await File.WriteAllTextAsync(beside, JsonSerializer.Serialize(words, JsonFormat.Compact), CancellationToken.None);
        File.Move(beside, WordsOf(place), overwrite: true);
        return new StoredObject(key, hashes.Whole.ETag, hashes.Size, WrittenUtc(place), words);
    }

    public async Task DownloadAsync(string key, string path, CancellationToken cancel)
    {
        var place = Existing(key);
        var kept = KeptHash(place);
        await CopyAsync(place, Path.GetFullPath(path), Check, cancel);

        void Check(ContentHashes hashes)
        {
            if (kept is not null && kept != hashes.Sha256)
                throw new StorageException(StorageErrorKind.Damaged, $"{key} in {Name} is not what was uploaded; upload it again");
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancel)
    {
        var place = PlaceOf(key);
        if (File.Exists(place))
        {
            File.Delete(WordsOf(place));
            File.Delete(place);
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var key in LocalKeys.Under(root, prefix))
        {
            if (await FindAsync(key, cancel) is { } found)
                yield return found with
                {
                    Metadata = NoWords,
                };
        }
    }

    public async Task<StoredObject?> FindAsync(string key, CancellationToken cancel)
    {
        var place = PlaceOf(key);
        if (!File.Exists(place))
            return null;
        try
        {
            var hashes = await ContentHashes.OfFileAsync(place, cancel);
            return new StoredObject(key, hashes.Whole.ETag, hashes.Size, WrittenUtc(place), WordsAt(place));
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public async Task<Verification> VerifyAsync(string key, string? sha256, CancellationToken cancel)
    {
        var place = Existing(key);
        if ((sha256 ?? KeptHash(place)) is not { } kept)
            return Verification.WithoutHash;
        var hashes = await ContentHashes.OfFileAsync(place, cancel);
        return hashes.Sha256 == kept ? Verification.Good : Verification.Damaged;
    }

    private static long WrittenUtc(string place) => UnixTime.FromDateTime(File.GetLastWriteTimeUtc(place));

    private static string WordsOf(string place) => Path.Combine(Path.GetDirectoryName(place)!, $".{Path.GetFileName(place)}.json");

    private static string Beside(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Guid.NewGuid():N}.part");

    private static Dictionary<string, string> WordsAt(string place) =>
        File.Exists(WordsOf(place))
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(WordsOf(place)), JsonFormat.Compact)!
            : NoWords;

    private static string? KeptHash(string place) => WordsAt(place).GetValueOrDefault(ContentHashes.Sha256Name);

    // The copy gets its final name once it is complete, flushed to disk and verified.
    private static async Task<ContentHashes> CopyAsync(string from, string to, Action<ContentHashes> check, CancellationToken cancel)
    {
        var beside = Beside(to);
        try
        {
            ContentHashes hashes;
            await using (var source = File.OpenRead(from))
            await using (var target = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                hashes = await ContentHashing.CopyAsync(source, target, UploadParts.SizeFor(source.Length), () => { }, cancel);
                target.Flush(flushToDisk: true);
            }

            check(hashes);
            File.Move(beside, to, overwrite: true);
            return hashes;
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    private string PlaceOf(string key) =>
        LocalKeys.IsKey(key)
            ? Path.Combine(root, key)
            : throw new StorageException(
                StorageErrorKind.Refused,
                $"'{key}' names no file in {Name}; parts of a key are separated by / and do not begin with a dot"
            );

    private string Existing(string key) =>
        File.Exists(PlaceOf(key)) ? PlaceOf(key) : throw new StorageException(StorageErrorKind.NotFound, $"there is no {key} in {Name}");
}
