using System.Runtime.CompilerServices;
using System.Text.Json;
using Bokgi.Host.Platform.Json;
using Bokgi.Markets;

namespace Bokgi.Host.Storage.Local;

/// <summary>
/// A store that is a folder. A key is a path in it; what begins with a dot is none, and never listed. What is uploaded has its hash and its
/// words beside it, in a file that begins with a dot; what others put there has none and cannot be compared.
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
        // The words go first and come last: whenever this stops, they are not those of another content.
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

    // The copy takes its name when it is whole, on the disk, and found good.
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
