namespace Bokgi.Host.Storage;

/// <summary>The hashes of a file's content.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">The SHA-256 of the whole content, in hexadecimal digits.</param>
/// <param name="Whole">The hashes of the whole content as S3 returns them.</param>
/// <param name="Parts">The hashes of each uploaded part; empty if the content is uploaded in one request.</param>
internal sealed record ContentHashes(long Size, string Sha256, HashedPart Whole, IReadOnlyList<HashedPart> Parts)
{
    /// <summary>The metadata name under which a store keeps <see cref="Sha256"/>.</summary>
    public const string Sha256Name = "sha256";

    /// <summary>Whether a stored object has this content, by its stored SHA-256 or otherwise by its ETag.</summary>
    public bool Matches(StoredObject stored) =>
        stored.Size == Size
        && (
            stored.Metadata.TryGetValue(Sha256Name, out var kept)
                ? kept.Equals(Sha256, StringComparison.OrdinalIgnoreCase)
                : stored.ETag == Whole.ETag
        );

    /// <summary>Hashes a file in the parts that <see cref="UploadParts"/> gives.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<ContentHashes> OfFileAsync(string path, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        return await ContentHashing.CopyAsync(file, Stream.Null, UploadParts.SizeFor(file.Length), () => { }, cancel);
    }
}
