using System.Text.RegularExpressions;
using Amazon.S3;

namespace Bokgi.Host.Storage.S3;

/// <summary>ETags as S3 returns them: the MD5 of the content, unless KMS encrypts it or the server uses its own scheme.</summary>
internal static partial class S3ETag
{
    public static string Unquote(string? etag) => etag?.Trim('"') ?? string.Empty;

    /// <summary>The number of parts that an ETag covers: 0 for content uploaded in one request, null if the ETag is not an MD5.</summary>
    public static int? PartCount(string etag, ServerSideEncryptionMethod? encryption)
    {
        var match = Md5().Match(etag);
        if (!match.Success || encryption?.Value?.StartsWith("aws:kms", StringComparison.Ordinal) == true)
            return null;
        return match.Groups["parts"] is { Success: true, Value: var parts } ? int.Parse(parts, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>
    /// Whether nothing in a server's response contradicts the expected hashes. Compares the SHA-256 if the server returned one, otherwise the
    /// ETag if it is an MD5. True if the server returned neither.
    /// </summary>
    public static bool IsConsistent(S3Hashes expected, string? etag, string? checksum, ServerSideEncryptionMethod? encryption) =>
        checksum is { Length: > 0 }
            ? checksum == expected.Checksum
            : PartCount(Unquote(etag), encryption) is null || Unquote(etag).Equals(expected.ETag, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\A[0-9a-fA-F]{32}(-(?<parts>[0-9]{1,5}))?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Md5();
}
