using Amazon.S3;
using Amazon.S3.Model;

namespace Bokgi.Host.Storage.S3;

/// <summary>
/// Uploads one file, in one request or in parts. Every request contains the SHA-256 of its content, and this program compares the hash in the
/// server's response with it. So corrupted content is either rejected by the server or detected by this program.
/// </summary>
internal sealed class S3Upload(
    S3Connection connection,
    string key,
    string path,
    ContentHashes hashes,
    IReadOnlyDictionary<string, string> metadata
)
{
    /// <exception cref="StorageException">The upload failed. What the server had already stored is deleted if possible.</exception>
    public Task RunAsync(CancellationToken cancel) =>
        hashes.Parts.Count == 0 ? UploadInOneRequestAsync(cancel) : UploadInPartsAsync(cancel);

    private async Task UploadInOneRequestAsync(CancellationToken cancel)
    {
        var response = await connection.SendAsync(
            key,
            (client, onProgress, token) =>
            {
                var request = new PutObjectRequest
                {
                    BucketName = connection.Bucket,
                    Key = key,
                    FilePath = path,
                    ChecksumSHA256 = hashes.WholeContent.Checksum,
                    ServerSideEncryptionMethod = connection.Encryption,
                    UseChunkEncoding = false,
                };
                request.StreamTransferProgress += (_, _) => onProgress();
                S3Metadata.Write(request.Metadata, metadata);
                return client.PutObjectAsync(request, token);
            },
            cancel
        );
        await VerifyOrDeleteAsync(response.ETag, response.ChecksumSHA256, response.ServerSideEncryptionMethod);
    }

    private async Task UploadInPartsAsync(CancellationToken cancel)
    {
        var request = new InitiateMultipartUploadRequest
        {
            BucketName = connection.Bucket,
            Key = key,
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
            ServerSideEncryptionMethod = connection.Encryption,
        };
        S3Metadata.Write(request.Metadata, metadata);
        // Not cancellable: the id of an upload that the server has already begun would be lost, and without it the upload cannot be aborted.
        var response = await connection.SendAsync(
            key,
            (client, _, token) => client.InitiateMultipartUploadAsync(request, token),
            CancellationToken.None
        );
        var uploadId = response.UploadId;
        try
        {
            var sentParts = new List<PartETag>();
            while (sentParts.Count < hashes.Parts.Count)
                sentParts.Add(await UploadPartAsync(uploadId, sentParts.Count, cancel));
            await CompleteAsync(uploadId, sentParts, cancel);
        }
        catch
        {
            await TryRemoveAsync((client, token) => client.AbortMultipartUploadAsync(connection.Bucket, key, uploadId, token));
            throw;
        }
    }

    private async Task<PartETag> UploadPartAsync(string uploadId, int index, CancellationToken cancel)
    {
        var size = UploadParts.SizeFor(hashes.Size);
        var part = hashes.Parts[index];
        var response = await connection.SendAsync(
            key,
            (client, onProgress, token) =>
            {
                var request = new UploadPartRequest
                {
                    BucketName = connection.Bucket,
                    Key = key,
                    UploadId = uploadId,
                    PartNumber = index + 1,
                    FilePath = path,
                    FilePosition = index * size,
                    PartSize = Math.Min(size, hashes.Size - (index * size)),
                    ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
                    ChecksumSHA256 = part.Checksum,
                    UseChunkEncoding = false,
                };
                request.StreamTransferProgress += (_, _) => onProgress();
                return client.UploadPartAsync(request, token);
            },
            cancel
        );
        if (!S3ETag.IsConsistent(part, response.ETag, response.ChecksumSHA256, response.ServerSideEncryptionMethod))
            throw CreateDamagedException();
        return new PartETag(index + 1, response.ETag) { ChecksumSHA256 = response.ChecksumSHA256 };
    }

    private async Task CompleteAsync(string uploadId, List<PartETag> parts, CancellationToken cancel)
    {
        var request = new CompleteMultipartUploadRequest
        {
            BucketName = connection.Bucket,
            Key = key,
            UploadId = uploadId,
            PartETags = parts,
        };
        var response = await connection.SendAsync(key, (client, _, token) => client.CompleteMultipartUploadAsync(request, token), cancel);
        await VerifyOrDeleteAsync(response.ETag, response.ChecksumSHA256, response.ServerSideEncryptionMethod);
    }

    private async Task VerifyOrDeleteAsync(string etag, string? checksum, ServerSideEncryptionMethod? encryption)
    {
        if (S3ETag.IsConsistent(hashes.WholeContent, etag, checksum, encryption))
            return;
        await TryRemoveAsync((client, token) => client.DeleteObjectAsync(connection.Bucket, key, token));
        throw CreateDamagedException();
    }

    private StorageException CreateDamagedException() =>
        new(StorageErrorKind.Damaged, $"{key} did not arrive in bucket {connection.Bucket} as it was sent; upload it again");

    // Best effort: the caller receives the original error.
    private async Task TryRemoveAsync<T>(Func<IAmazonS3, CancellationToken, Task<T>> remove)
    {
        try
        {
            await connection.SendAsync(key, (client, _, token) => remove(client, token), CancellationToken.None);
        }
        catch (StorageException)
        {
            // What could not be deleted remains in the bucket; a lifecycle rule can delete the parts of incomplete uploads.
        }
    }
}
