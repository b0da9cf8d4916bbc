namespace Bokgi.Host.Storage;

/// <summary>What a piece of content hashes to, as S3 says it.</summary>
/// <param name="ETag">Its MD5 in hexadecimal digits; of several parts that of their MD5s, with a hyphen and their number.</param>
/// <param name="Checksum">Its SHA-256 in base 64; of several parts that of their SHA-256s, with a hyphen and their number.</param>
internal sealed record HashedPart(string ETag, string Checksum);
