using Amazon.S3;
using Amazon.S3.Model;

namespace Bokgi.Host.Storage.S3;

/// <summary>
/// Sends one file, at once or in parts. Every request carries the SHA-256 of what it sends, and what the server says to have got is compared
/// with it: a byte that changed on the way is refused by the one or found by the other.
/// </summary>
internal sealed class S3Upload(
    S3Connection connection,
    string key,
    string path,
    ContentHashes hashes,
    IReadOnlyDictionary<string, string> words
)
{
    /// <summary>Sends it.</summary>
    /// <exception cref="StorageException">The server did not take it; nothing is left of it there.</exception>
    public Task RunAsync(CancellationToken cancel) => hashes.Parts.Count == 0 ? AtOnceAsync(cancel) : InPartsAsync(cancel);

    private async Task AtOnceAsync(CancellationToken cancel)
    {
        var answer = await connection.AskAsync(
            key,
            (client, moved, limit) =>
            {
                var request = new PutObjectRequest
                {
                    BucketName = connection.Bucket,
                    Key = key,
                    FilePath = path,
                    ChecksumSHA256 = hashes.Whole.Checksum,
                    ServerSideEncryptionMethod = connection.Encryption,
                    UseChunkEncoding = false,
                };
                request.StreamTransferProgress += (_, _) => moved();
                S3Metadata.Write(request.Metadata, words);
                return client.PutObjectAsync(request, limit);
            },
            cancel
        );
        await ArrivedAsync(answer.ETag, answer.ChecksumSHA256, answer.ServerSideEncryptionMethod);
    }

    private async Task InPartsAsync(CancellationToken cancel)
    {
        var begin = new InitiateMultipartUploadRequest
        {
            BucketName = connection.Bucket,
            Key = key,
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
            ServerSideEncryptionMethod = connection.Encryption,
        };
        S3Metadata.Write(begin.Metadata, words);
        // Not to be cancelled: an upload whose number nobody learnt would stay open.
        var begun = await connection.AskAsync(
            key,
            (client, _, limit) => client.InitiateMultipartUploadAsync(begin, limit),
            CancellationToken.None
        );
        var upload = begun.UploadId;
        try
        {
            var sent = new List<PartETag>();
            while (sent.Count < hashes.Parts.Count)
                sent.Add(await PartAsync(upload, sent.Count, cancel));
            await CompleteAsync(upload, sent, cancel);
        }
        catch
        {
            await RemoveAsync((client, limit) => client.AbortMultipartUploadAsync(connection.Bucket, key, upload, limit));
            throw;
        }
    }

    private async Task<PartETag> PartAsync(string upload, int index, CancellationToken cancel)
    {
        var size = UploadParts.SizeFor(hashes.Size);
        var part = hashes.Parts[index];
        var answer = await connection.AskAsync(
            key,
            (client, moved, limit) =>
            {
                var request = new UploadPartRequest
                {
                    BucketName = connection.Bucket,
                    Key = key,
                    UploadId = upload,
                    PartNumber = index + 1,
                    FilePath = path,
                    FilePosition = index * size,
                    PartSize = Math.Min(size, hashes.Size - (index * size)),
                    ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
                    ChecksumSHA256 = part.Checksum,
                    UseChunkEncoding = false,
                };
                request.StreamTransferProgress += (_, _) => moved();
                return client.UploadPartAsync(request, limit);
            },
            cancel
        );
        if (!S3ETag.Confirms(part, answer.ETag, answer.ChecksumSHA256, answer.ServerSideEncryptionMethod))
            throw Altered();
        return new PartETag
        {
            PartNumber = index + 1,
            ETag = answer.ETag,
            ChecksumSHA256 = answer.ChecksumSHA256,
        };
    }

    private async Task CompleteAsync(string upload, List<PartETag> parts, CancellationToken cancel)
    {
        var complete = new CompleteMultipartUploadRequest
        {
            BucketName = connection.Bucket,
            Key = key,
            UploadId = upload,
            PartETags = parts,
        };
        var answer = await connection.AskAsync(key, (client, _, limit) => client.CompleteMultipartUploadAsync(complete, limit), cancel);
        await ArrivedAsync(answer.ETag, answer.ChecksumSHA256, answer.ServerSideEncryptionMethod);
    }

    private async Task ArrivedAsync(string etag, string? checksum, ServerSideEncryptionMethod? encryption)
    {
        if (S3ETag.Confirms(hashes.Whole, etag, checksum, encryption))
            return;
        await RemoveAsync((client, limit) => client.DeleteObjectAsync(connection.Bucket, key, limit));
        throw Altered();
    }

    private StorageException Altered() =>
        new(StorageErrorKind.Damaged, $"{key} did not arrive in bucket {connection.Bucket} as it was sent; upload it again");

    // What went wrong is already on its way to the caller; this is the best that can be done beside.
    private async Task RemoveAsync<T>(Func<IAmazonS3, CancellationToken, Task<T>> remove)
    {
        try
        {
            await connection.AskAsync(key, (client, _, limit) => remove(client, limit), CancellationToken.None);
        }
        catch (StorageException)
        {
            // It stays, and a rule for uploads that were never completed removes it some day.
        }
    }
}
