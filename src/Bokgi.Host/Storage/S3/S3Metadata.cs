using Amazon.S3.Model;

namespace Bokgi.Host.Storage.S3;

/// <summary>Converts metadata to headers and back. Headers allow only ASCII and lose surrounding spaces, so values are percent-encoded.</summary>
internal static class S3Metadata
{
    private const string Prefix = "x-amz-meta-";

    public static void Write(MetadataCollection headers, IReadOnlyDictionary<string, string> metadata)
    {
        foreach (var (name, value) in metadata)
            headers[name] = Uri.EscapeDataString(value);
    }

    public static Dictionary<string, string> Read(MetadataCollection headers) =>
        headers.Keys.ToDictionary(
            key => key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? key[Prefix.Length..] : key,
            key => Uri.UnescapeDataString(headers[key] ?? string.Empty),
            StringComparer.Ordinal
        );
}
