namespace Bokgi.Host.Storage;

/// <summary>
/// The hashes of a file's content: its SHA-256 in hexadecimal digits, and the hashes that S3 returns for the whole content and for each
/// uploaded part; there are no parts if the content is uploaded in one request.
/// </summary>
internal sealed record ContentHashes(long Size, string Sha256, S3Hashes WholeContent, IReadOnlyList<S3Hashes> Parts)
{
    /// <summary>The metadata name under which a store keeps <see cref="Sha256"/>.</summary>
    public const string Sha256Name = "sha256";

    /// <summary>Whether a stored object has this content. Compares the SHA-256 in its metadata, or its ETag if there is none.</summary>
    public bool Matches(StoredObject stored) =>
        stored.Size == Size
        && (
            stored.Metadata.TryGetValue(Sha256Name, out var storedHash)
                ? storedHash.Equals(Sha256, StringComparison.OrdinalIgnoreCase)
                : stored.ETag == WholeContent.ETag
        );

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<ContentHashes> ComputeAsync(string path, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        return await ContentHashing.CopyAsync(file, Stream.Null, UploadParts.SizeFor(file.Length), onProgress: () => { }, cancel);
    }
}
