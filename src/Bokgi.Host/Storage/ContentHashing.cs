using System.Buffers;
using System.Security.Cryptography;

namespace Bokgi.Host.Storage;

/// <summary>Hashes content while it is written, as S3 does: as a whole, and in parts.</summary>
internal sealed class ContentHashing(long partSize) : IDisposable
{
    private const int BufferBytes = 1 << 17;

    private readonly IncrementalHash wholeSha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    // If the content is not divided, partMd5 hashes all of it, and partSha256 is not used.
    private readonly IncrementalHash partSha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash partMd5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly List<(byte[] Md5, byte[] Sha256)> parts = [];
    private long size;
    private long bytesInPart;

    /// <summary>
    /// Copies a stream to its end, and hashes it in parts of <paramref name="partSize"/> bytes, or only as a whole if that is 0.
    /// </summary>
    public static async Task<ContentHashes> CopyAsync(Stream from, Stream to, long partSize, Action onProgress, CancellationToken cancel)
    {
        using var hashing = new ContentHashing(partSize);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await from.ReadAsync(buffer, cancel) is > 0 and var count)
            {
                onProgress();
                hashing.Append(buffer.AsSpan(0, count));
                await to.WriteAsync(buffer.AsMemory(0, count), cancel);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return hashing.Finish();
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        wholeSha256.AppendData(bytes);
        while (bytes.Length > 0)
        {
            if (partSize > 0 && bytesInPart == partSize)
                EndPart();
            var count = partSize == 0 ? bytes.Length : (int)Math.Min(bytes.Length, partSize - bytesInPart);
            if (partSize > 0)
                partSha256.AppendData(bytes[..count]);
            partMd5.AppendData(bytes[..count]);
            bytes = bytes[count..];
            bytesInPart += count;
            size += count;
        }
    }

    public ContentHashes Finish()
    {
        var sha256 = wholeSha256.GetHashAndReset();
        if (partSize == 0)
            return new ContentHashes(size, Convert.ToHexStringLower(sha256), ToS3Hashes(partMd5.GetHashAndReset(), sha256), []);
        EndPart();

        // S3's hash of content in parts is the hash of the parts' hashes, followed by the number of parts.
        var suffix = $"-{parts.Count}";
        foreach (var (md5, hash) in parts)
        {
            partMd5.AppendData(md5);
            partSha256.AppendData(hash);
        }

        var combined = ToS3Hashes(partMd5.GetHashAndReset(), partSha256.GetHashAndReset());
        return new ContentHashes(
            size,
            Convert.ToHexStringLower(sha256),
            new S3Hashes(combined.ETag + suffix, combined.Checksum + suffix),
            [.. parts.Select(each => ToS3Hashes(each.Md5, each.Sha256))]
        );
    }

    public void Dispose()
    {
        wholeSha256.Dispose();
        partSha256.Dispose();
        partMd5.Dispose();
    }

    private static S3Hashes ToS3Hashes(byte[] md5, byte[] sha256) => new(Convert.ToHexStringLower(md5), Convert.ToBase64String(sha256));

    private void EndPart()
    {
        parts.Add((partMd5.GetHashAndReset(), partSha256.GetHashAndReset()));
        bytesInPart = 0;
    }
}
