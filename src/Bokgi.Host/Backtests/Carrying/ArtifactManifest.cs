using System.Text.Json;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Backtests.Carrying;

/// <summary>The last object of a folder to come to an object store, and so the sign that all of it is there.</summary>
/// <param name="Files">What the folder holds.</param>
internal sealed record ArtifactManifest(IReadOnlyList<ArtifactManifest.Entry> Files)
{
    private const string Name = "manifest.json";

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
            return JsonSerializer.Deserialize<ArtifactManifest>(await File.ReadAllBytesAsync(path, cancel), JsonFormat.Compact);
        }
        catch (StorageException missing) when (missing.Trouble == StorageTrouble.NotFound)
        {
            return null;
        }
        finally
        {
            File.Delete(path);
        }
    }

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
}
