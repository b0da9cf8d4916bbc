using System.IO.Hashing;

namespace Bokgi.MarketData.Lake;

/// <summary>Hashes the contents of a file with XXH128. The hash is for comparing files and is not cryptographic.</summary>
internal static class FileHash
{
    private const int BufferBytes = 1 << 18;

    /// <summary>The hash of all bytes of a file, 32 lower-case hexadecimal digits; null when the file does not exist.</summary>
    public static string? Compute(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes);
            var hash = new XxHash128();
            hash.Append(stream);
            return Convert.ToHexStringLower(hash.GetCurrentHash());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
