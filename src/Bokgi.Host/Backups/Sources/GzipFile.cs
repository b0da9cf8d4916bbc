using System.IO.Compression;

namespace Bokgi.Host.Backups.Sources;

internal static class GzipFile
{
    public static async Task CompressAsync(Stream from, string path, CancellationToken cancel)
    {
        await using var file = new FileStream(path, FileMode.Create);
        await using (var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
            await from.CopyToAsync(gzip, cancel);
        file.Flush(flushToDisk: true);
    }

    public static async Task DecompressAsync(string path, Stream to, CancellationToken cancel)
    {
        try
        {
            await using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            await gzip.CopyToAsync(to, cancel);
        }
        catch (InvalidDataException damage)
        {
            throw new BackupException($"{Path.GetFileName(path)} is damaged and cannot be unpacked; choose another backup", damage);
        }
    }

    public static async Task DecompressAsync(string path, string target, CancellationToken cancel)
    {
        await using var file = new FileStream(target, FileMode.Create);
        await DecompressAsync(path, file, cancel);
    }
}
