using System.Security.Cryptography;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// Replaces whole files atomically: at every moment, even if the process dies, either the old file or the new one exists.
/// </summary>
internal static class AtomicFile
{
    private const string Extension = ".tmp";

    /// <summary>Calls <paramref name="write"/> with the path of a temporary file, then renames it to <paramref name="path"/>.</summary>
    public static void Replace(string path, Action<string> write)
    {
        var folder = Path.GetDirectoryName(path)!;
        var temporary = Path.Combine(
            folder,
            $".{Path.GetFileName(path)}.{RandomNumberGenerator.GetHexString(12, lowercase: true)}{Extension}"
        );
        try
        {
            write(temporary);
            InheritedPermissions.InheritFromFolder(temporary);
            using (var stream = new FileStream(temporary, FileMode.Open, FileAccess.ReadWrite))
                stream.Flush(flushToDisk: true);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        DurableFolder.Flush(folder);
    }

    /// <summary>Deletes a file durably.</summary>
    public static void Delete(string path)
    {
        File.Delete(path);
        DurableFolder.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>Deletes the temporary files of crashed writers; the caller must hold the folder's lock.</summary>
    public static void RemoveLeftovers(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, ".*" + Extension))
            File.Delete(path);
    }
}
