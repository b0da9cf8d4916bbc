using Amazon.S3;
using Amazon.S3.Model;

namespace Bokgi.Host.Storage.S3;

/// <summary>
/// Uploads one file, in one request or in parts. Every request carries the SHA-256 of its content, and the server's response is compared
/// with it, so either the server rejects corrupted content or this program detects it.
/// </summary>
internal sealed class S3Upload(
    S3Connection connection,
    string key,
    string path,
    ContentHashes hashes,
    IReadOnlyDictionary<string, string> words
)
{
    /// <exception cref="StorageException">The upload failed. What the server had already stored is deleted if possible.</exception>
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
        // Not cancellable: if its id were lost, the upload could never be aborted.
        var begun = await connection.AskAsync(key, (client, _, limit) => client.InitiateMultipartUploadAsync(begin, limit), default);
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
        return new PartETag(index + 1, answer.ETag) { ChecksumSHA256 = answer.ChecksumSHA256 };
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

    // Best effort: the caller receives the original error.
    private async Task RemoveAsync<T>(Func<IAmazonS3, CancellationToken, Task<T>> remove)
    {
        try
        {
            await connection.AskAsync(key, (client, _, limit) => remove(client, limit), CancellationToken.None);
        }
        catch (StorageException)
        {
            // The parts remain until a lifecycle rule for incomplete uploads deletes them.
        }
    }
}
