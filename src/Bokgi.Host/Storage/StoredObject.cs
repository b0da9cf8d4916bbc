namespace Bokgi.Host.Storage;

/// <summary>Something in a store.</summary>
/// <param name="Key">Where it is.</param>
/// <param name="ETag">What the store names this content by, without quotation marks.</param>
/// <param name="Size">Bytes.</param>
/// <param name="UploadedUtc">When it came, microseconds since the Unix epoch.</param>
/// <param name="Metadata">The words kept with it; empty in a listing, which does not tell them.</param>
internal sealed record StoredObject(string Key, string ETag, long Size, long UploadedUtc, IReadOnlyDictionary<string, string> Metadata);
