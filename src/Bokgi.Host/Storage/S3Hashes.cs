namespace Bokgi.Host.Storage;

/// <summary>
/// The MD5 in hexadecimal digits and the SHA-256 in Base64 of a piece of content, as S3 returns them; for several parts, the hash of their
/// hashes, a hyphen and their number.
/// </summary>
internal sealed record S3Hashes(string ETag, string Checksum);
