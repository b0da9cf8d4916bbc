namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>An object as the server keeps it.</summary>
/// <param name="Key">Its key.</param>
/// <param name="File">The file with its bytes; a test may change them behind the server's back.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ETag">Without quotation marks; of no meaning when encrypted by KMS.</param>
/// <param name="ChecksumName">Which checksum is kept: crc64nvme, sha256 and so on.</param>
/// <param name="Checksum">In base64; with the number of parts behind when it is one of theirs.</param>
/// <param name="ContentType">As it came.</param>
/// <param name="Metadata">The user's own words, names without x-amz-meta-.</param>
/// <param name="Encryption">What was asked for in x-amz-server-side-encryption.</param>
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
    /// <summary>Bytes of the first part, and how many parts there were, of an object that was sent in parts.</summary>
    internal (long Length, int Count)? Parts { get; init; }

    /// <summary>Whether the checksum is one of the parts' checksums.</summary>
    internal bool IsComposite => Checksum.Contains('-', StringComparison.Ordinal);
}
