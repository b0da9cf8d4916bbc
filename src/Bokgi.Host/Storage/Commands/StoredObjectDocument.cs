namespace Bokgi.Host.Storage.Commands;

/// <summary>An object in a store, as JSON.</summary>
/// <param name="Key">The key.</param>
/// <param name="Size">In bytes.</param>
/// <param name="UploadedAt">When it was uploaded, UTC.</param>
/// <param name="Etag">The store's identifier of the content.</param>
internal sealed record StoredObjectDocument(string Key, long Size, string UploadedAt, string Etag)
{
    public static StoredObjectDocument Of(StoredObject each) => new(each.Key, each.Size, UnixTime.Format(each.UploadedUtc), each.ETag);
}
