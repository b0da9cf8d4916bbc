using Bokgi.Markets;

namespace Bokgi.Host.Storage.Commands;

/// <summary>Something in a store, as JSON.</summary>
/// <param name="Key">Where it is.</param>
/// <param name="Size">Bytes.</param>
/// <param name="UploadedAt">When it came, UTC.</param>
/// <param name="Etag">What the store names its content by.</param>
internal sealed record StoredObjectDocument(string Key, long Size, string UploadedAt, string Etag)
{
    public static StoredObjectDocument Of(StoredObject each) => new(each.Key, each.Size, UnixTime.Format(each.UploadedUtc), each.ETag);
}
