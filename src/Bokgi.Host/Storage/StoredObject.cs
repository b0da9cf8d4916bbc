namespace Bokgi.Host.Storage;

/// <summary>An object in a store. Its ETag has no quotation marks; its metadata is empty in a listing.</summary>
internal sealed record StoredObject(string Key, string ETag, long Size, long UploadedUtc, IReadOnlyDictionary<string, string> Metadata);
