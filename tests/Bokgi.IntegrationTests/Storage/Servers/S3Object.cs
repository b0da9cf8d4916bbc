namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>An object as the server stores it.</summary>
/// <param name="Key">Its key.</param>
/// <param name="File">The file with its bytes; a test may change them without the server noticing.</param>
/// <param name="Length">The number of bytes.</param>
/// <param name="ETag">Without quotation marks. It is random if the object is encrypted by KMS.</param>
/// <param name="ChecksumName">The algorithm of the stored checksum: crc64nvme, sha256 and so on.</param>
/// <param name="Checksum">In base64; if it is computed from the parts' checksums, followed by '-' and the number of parts.</param>
/// <param name="ContentType">The Content-Type header of the upload.</param>
/// <param name="Metadata">The user's metadata, names without x-amz-meta-.</param>
/// <param name="Encryption">The value of x-amz-server-side-encryption in the request.</param>
/// <param name="ModifiedUtc">When it was stored, by the server's clock.</param>
public sealed record S3Object(
    string Key,
    string File,
    long Length,
    string ETag,
    string ChecksumName,
    string Checksum,
    string ContentType,
    IReadOnlyDictionary<string, string> Metadata,
    string? Encryption,
    DateTimeOffset ModifiedUtc
)
{
    /// <summary>The number of bytes of the first part, and the number of parts; null unless the object was uploaded in parts.</summary>
    internal (long Length, int Count)? Parts { get; init; }

    /// <summary>Whether the checksum is computed from the parts' checksums.</summary>
    internal bool IsComposite => Checksum.Contains('-', StringComparison.Ordinal);
}
