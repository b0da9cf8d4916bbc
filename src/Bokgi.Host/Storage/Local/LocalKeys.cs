using System.Text;

namespace Bokgi.Host.Storage.Local;

/// <summary>Determines which files of a folder are objects, and their keys.</summary>
internal static class LocalKeys
{
    // Orders by UTF-8 bytes, as S3 does; the order of UTF-16 differs.
    private static readonly Comparer<string> Utf8 = Comparer<string>.Create(
        (one, other) => Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other))
    );

    /// <summary>Whether a key names a file inside the folder that is not hidden.</summary>
    public static bool IsKey(string key) => key.Split('/').All(IsPart) && !key.Contains('\0');

    /// <summary>The keys of all objects that begin with a prefix, in the order of their bytes.</summary>
    public static IReadOnlyList<string> Under(string root, string prefix)
    {
        var within = prefix[..(prefix.LastIndexOf('/') + 1)];
        if (within.Length > 0 && !IsKey(within[..^1]))
            return [];
        var folder = new DirectoryInfo(Path.Combine(root, within));
        return folder.Exists ? [.. Keys(folder, within).Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(Utf8)] : [];
    }

    private static bool IsPart(string part) => part.Length > 0 && part[0] != '.';

    private static IEnumerable<string> Keys(DirectoryInfo folder, string prefix) =>
        folder
            .EnumerateFileSystemInfos()
            .Where(each => IsPart(each.Name))
            .SelectMany(each => each is DirectoryInfo inner ? Keys(inner, $"{prefix}{each.Name}/") : [prefix + each.Name]);
}
