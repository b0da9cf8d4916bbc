using System.Text.Json;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Backtests.Sync;

/// <summary>The last object of a folder to come to an object store, and so the sign that all of it is there.</summary>
/// <param name="Files">What the folder holds.</param>
internal sealed record ArtifactManifest(IReadOnlyList<ArtifactManifest.Entry> Files)
{
    private const string Name = "manifest.json";
    private const int MostBytes = 1 << 20;

    /// <summary>A file of the folder.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Size">Bytes.</param>
    /// <param name="ETag">What the store named its content by.</param>
    internal sealed record Entry(string Name, long Size, string ETag);

    public static string KeyOf(string folder) => $"{folder}/{Name}";

    /// <summary>The manifest of a folder in a store; null when not all of the folder has come there.</summary>
    public static async Task<ArtifactManifest?> ReadAsync(IObjectStore store, string folder, CancellationToken cancel)
    {
        var path = Path.GetTempFileName();
        try
        {
            await store.DownloadAsync(KeyOf(folder), path, cancel);
            if (new FileInfo(path).Length > MostBytes)
                throw Damaged(store, folder, null);
            return Read(await File.ReadAllBytesAsync(path, cancel)) ?? throw Damaged(store, folder, null);
        }
        catch (StorageException missing) when (missing.Trouble == StorageErrorKind.NotFound)
        {
            return null;
        }
        catch (JsonException unread)
        {
            throw Damaged(store, folder, unread);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Reads a manifest; null when it names something that is no file of a folder.</summary>
    /// <exception cref="JsonException">It is no manifest.</exception>
    public static ArtifactManifest? Read(ReadOnlySpan<byte> json) =>
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

    // What comes from outside is never a path.
    private static bool IsFileName(string name) =>
        name.Length is > 0 and <= 100
        && name[0] != '.'
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');

    private static StorageException Damaged(IObjectStore store, string folder, Exception? reason) =>
        new(StorageErrorKind.Damaged, $"{KeyOf(folder)} in {store.Name} is damaged", reason);
}
