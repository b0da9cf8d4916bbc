namespace Bokgi.Host.Storage;

/// <summary>An object in a store.</summary>
/// <param name="Key">The key.</param>
/// <param name="ETag">The store's identifier of the content, without quotation marks.</param>
/// <param name="Size">In bytes.</param>
/// <param name="UploadedUtc">When it was uploaded, microseconds since the Unix epoch.</param>
/// <param name="Metadata">Its metadata; empty in a listing, which does not include it.</param>
internal sealed record StoredObject(string Key, string ETag, long Size, long UploadedUtc, IReadOnlyDictionary<string, string> Metadata);
