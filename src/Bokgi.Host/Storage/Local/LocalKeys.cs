using System.Text;

namespace Bokgi.Host.Storage.Local;

/// <summary>Determines which files of a folder are objects, and their keys.</summary>
internal static class LocalKeys
{
    // Orders by UTF-8 bytes, as S3 does; the order of UTF-16 differs.
    private static readonly Comparer<string> Utf8Order = Comparer<string>.Create(
        (left, right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right))
    );

    /// <summary>Whether a key names a file that is inside the folder and not hidden.</summary>
    public static bool IsKey(string key) => key.Split('/').All(IsSegment) && !key.Contains('\0');

    /// <summary>All keys that begin with a prefix, in the order of their bytes.</summary>
    public static IReadOnlyList<string> ListWithPrefix(string root, string prefix)
    {
        var folderPrefix = prefix[..(prefix.LastIndexOf('/') + 1)];
        if (folderPrefix.Length > 0 && !IsKey(folderPrefix[..^1]))
            return [];
        var folder = new DirectoryInfo(Path.Combine(root, folderPrefix));
        return folder.Exists
            ? [.. ListKeys(folder, folderPrefix).Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(Utf8Order)]
            : [];
    }

    private static bool IsSegment(string segment) => segment.Length > 0 && segment[0] != '.';

    private static IEnumerable<string> ListKeys(DirectoryInfo folder, string prefix) =>
        folder
            .EnumerateFileSystemInfos()
            .Where(entry => IsSegment(entry.Name))
            .SelectMany(entry => entry is DirectoryInfo subfolder ? ListKeys(subfolder, $"{prefix}{entry.Name}/") : [prefix + entry.Name]);
}
