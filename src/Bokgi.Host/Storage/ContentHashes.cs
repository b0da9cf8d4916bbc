namespace Bokgi.Host.Storage;

/// <summary>What a content hashes to.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">The SHA-256 of all of it, in hexadecimal digits.</param>
/// <param name="Whole">What S3 answers for all of it.</param>
/// <param name="Parts">The same for each part it is sent in; empty when it is sent at once.</param>
internal sealed record ContentHashes(long Size, string Sha256, HashedPart Whole, IReadOnlyList<HashedPart> Parts)
{
    /// <summary>The word of metadata under which a store keeps <see cref="Sha256"/>.</summary>
    public const string Sha256Name = "sha256";

    /// <summary>Whether something in a store is this content: by the SHA-256 kept with it, else by its ETag.</summary>
    public bool Matches(StoredObject stored) =>
        stored.Size == Size
        && (
            stored.Metadata.TryGetValue(Sha256Name, out var kept)
                ? kept.Equals(Sha256, StringComparison.OrdinalIgnoreCase)
                : stored.ETag == Whole.ETag
        );

    /// <summary>What a file hashes to when it is sent as <see cref="UploadParts"/> says.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<ContentHashes> OfFileAsync(string path, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        return await ContentHashing.CopyAsync(file, Stream.Null, UploadParts.SizeFor(file.Length), () => { }, cancel);
    }
}
