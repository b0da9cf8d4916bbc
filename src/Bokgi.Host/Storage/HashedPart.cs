namespace Bokgi.Host.Storage;

/// <summary>The hashes of a piece of content, as S3 writes them.</summary>
/// <param name="ETag">Its MD5 in hexadecimal digits; for several parts, the MD5 of their MD5s, a hyphen and their number.</param>
/// <param name="Checksum">Its SHA-256 in Base64; for several parts, the SHA-256 of their SHA-256s, a hyphen and their number.</param>
internal sealed record HashedPart(string ETag, string Checksum);
