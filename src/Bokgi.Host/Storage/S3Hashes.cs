namespace Bokgi.Host.Storage;

/// <summary>
/// Hashes of content as S3 returns them: the MD5 in hexadecimal digits (the ETag) and the SHA-256 in Base64 (the checksum). For content that was
/// uploaded in parts, each is a hash over the hashes of the parts, followed by a hyphen and the number of parts.
/// </summary>
internal sealed record S3Hashes(string ETag, string Checksum);
