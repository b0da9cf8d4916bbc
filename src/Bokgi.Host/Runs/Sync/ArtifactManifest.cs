using Bokgi.Host.Storage;

namespace Bokgi.Host.Runs.Sync;

/// <summary>
/// The list of a folder's files in the object store. It is uploaded as the last object of the folder, so its presence shows that the upload
/// is complete.
/// </summary>
internal sealed record ArtifactManifest(IReadOnlyList<ArtifactManifest.Entry> Files)
{
    private const string Name = "manifest.json";
    private const int MaximumBytes = 1 << 20;

    internal sealed record Entry(string Name, long Size, string ETag);

    public static string KeyOf(string folder) => $"{folder}/{Name}";

    /// <summary>Reads the manifest of a folder in a store; null when the folder is not completely uploaded.</summary>
    public static async Task<ArtifactManifest?> ReadAsync(IObjectStore store, string folder, CancellationToken cancel)
    {
        var path = Path.GetTempFileName();
        try
        {
            await store.DownloadAsync(KeyOf(folder), path, cancel);
            if (new FileInfo(path).Length > MaximumBytes)
                throw Damaged(store, folder, reason: null);
            return Parse(await File.ReadAllBytesAsync(path, cancel)) ?? throw Damaged(store, folder, reason: null);
        }
        catch (StorageException error) when (error.Kind == StorageErrorKind.NotFound)
        {
            return null;
        }
        catch (JsonException error)
        {
            throw Damaged(store, folder, error);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Parses a manifest; null when it contains an invalid file name.</summary>
    /// <exception cref="JsonException">The bytes are not valid JSON.</exception>
    public static ArtifactManifest? Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<ArtifactManifest>(json, JsonFormat.Compact) is { Files: { } files } manifest
        && files.All(file => file?.Name is { } name && IsFileName(name))
            ? manifest
            : null;

    public async Task WriteAsync(IObjectStore store, string folder, CancellationToken cancel)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, JsonSerializer.SerializeToUtf8Bytes(this, JsonFormat.Compact), cancel);
            await store.UploadAsync(KeyOf(folder), path, new Dictionary<string, string>(), cancel);
        }
        finally
        {
            File.Delete(path);
        }
    }

    // The name becomes part of a local path, so a manifest must not be able to name a file in another folder.
    private static bool IsFileName(string name) =>
        name.Length is > 0 and <= 100
        && name[0] != '.'
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');

    private static StorageException Damaged(IObjectStore store, string folder, Exception? reason) =>
        new(StorageErrorKind.Damaged, $"{KeyOf(folder)} in {store.Name} is damaged", reason);
}
