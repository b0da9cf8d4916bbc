using System.Runtime.CompilerServices;
using Amazon.Runtime.Internal.Util;
using Amazon.S3;
using Amazon.S3.Model;

namespace Bokgi.Host.Storage.S3;

/// <summary>
/// A bucket of S3 or of a compatible server. The access key needs only the five permissions that docs/how-to/s3.md lists.
/// </summary>
internal sealed class S3Store(S3Settings settings, S3Timeouts? timeouts = null) : IObjectStore, IDisposable
{
    private const int MaximumReadAttempts = 3;

    private static readonly Dictionary<string, string> NoMetadata = [];

    private readonly S3Connection connection = new(settings, timeouts ?? S3Timeouts.Default);

    public string Name => $"s3://{settings.Bucket}";

    public async Task<StoredObject> UploadAsync(
        string key,
        string path,
        IReadOnlyDictionary<string, string> metadata,
        CancellationToken cancel
    )
    {
        var hashes = await ContentHashes.ComputeAsync(path, cancel);
        Dictionary<string, string> allMetadata = new(metadata) { [ContentHashes.Sha256Name] = hashes.Sha256 };
        await new S3Upload(connection, key, path, hashes, allMetadata).RunAsync(cancel);
        return await FindAsync(key, cancel)
            ?? throw new StorageException(
                StorageErrorKind.NotFound,
                $"{key} disappeared from bucket {settings.Bucket} after the upload; upload it again"
            );
    }

    public async Task DownloadAsync(string key, string path, CancellationToken cancel)
    {
        var temporaryPath = $"{Path.GetFullPath(path)}.{Guid.NewGuid():N}.part";
        try
        {
            var verification = await ReadAndVerifyAsync(
                key,
                sha256: null,
                () => new FileStream(temporaryPath, FileMode.Create, FileAccess.Write),
                cancel
            );
            if (verification == Verification.Damaged)
                throw new StorageException(
                    StorageErrorKind.Damaged,
                    $"{key} in bucket {settings.Bucket} is not what was uploaded; upload it again"
                );
            await using (var file = new FileStream(temporaryPath, FileMode.Open, FileAccess.Write))
                file.Flush(flushToDisk: true); // the caller may then delete the only other copy
            File.Move(temporaryPath, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporaryPath);
            throw;
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancel) =>
        connection.SendAsync(key, (client, _, token) => client.DeleteObjectAsync(settings.Bucket, key, token), cancel);

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        var request = new ListObjectsV2Request { BucketName = settings.Bucket, Prefix = prefix };
        do
        {
            var page = await connection.SendAsync(string.Empty, (client, _, token) => client.ListObjectsV2Async(request, token), cancel);
            foreach (var item in page.S3Objects ?? [])
                yield return new StoredObject(
                    item.Key,
                    S3ETag.Unquote(item.ETag),
                    item.Size ?? 0,
                    TruncateToSeconds(item.LastModified),
                    NoMetadata
                );
            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        } while (request.ContinuationToken is not null);
    }

    public async Task<StoredObject?> FindAsync(string key, CancellationToken cancel)
    {
        try
        {
            var response = await connection.SendAsync(
                key,
                (client, _, token) => client.GetObjectMetadataAsync(settings.Bucket, key, token),
                cancel
            );
            var (etag, metadata) = (S3ETag.Unquote(response.ETag), S3Metadata.Read(response.Metadata));
            return new StoredObject(key, etag, response.ContentLength, TruncateToSeconds(response.LastModified), metadata);
        }
        catch (StorageException failure) when (failure.Kind is StorageErrorKind.NotFound or StorageErrorKind.Refused)
        {
            // The response to a HEAD request has no body and so gives no reason. A listing throws the actual error, if there is one.
            await ListAsync(key, cancel).FirstOrDefaultAsync(cancel);
            if (failure.Kind == StorageErrorKind.NotFound)
                return null;
            throw;
        }
    }

    public Task<Verification> VerifyAsync(string key, string? sha256, CancellationToken cancel) =>
        ReadAndVerifyAsync(key, sha256, () => Stream.Null, cancel);

    public void Dispose() => connection.Dispose();

    // Times in a listing may have fractions of a second, and times in headers have none. After truncation, both are equal.
    private static long TruncateToSeconds(DateTime? time) =>
        time is { } known
            ? UnixTime.FromDateTime(known.ToUniversalTime()) / UnixTime.MicrosecondsPerSecond * UnixTime.MicrosecondsPerSecond
            : 0;

    // The SDK retries requests, but not reading a response that has already begun.
    private async Task<Verification> ReadAndVerifyAsync(string key, string? sha256, Func<Stream> openTarget, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var hasBegun = false;
            try
            {
                await using var target = openTarget();
                return await connection.SendAsync(
                    key,
                    async (client, onProgress, token) =>
                    {
                        using var response = await client.GetObjectAsync(settings.Bucket, key, token);
                        hasBegun = true;
                        onProgress();
                        return await CopyAndVerifyAsync(client, response, sha256, target, onProgress, token);
                    },
                    cancel
                );
            }
            catch (StorageException failure)
                when (failure.Kind == StorageErrorKind.Unavailable && hasBegun && attempt < MaximumReadAttempts) { }
        }
    }

    // Copies the content to the target and compares its hash: with the given or stored SHA-256, otherwise with the ETag if it is
    // an MD5 of the content, or of the MD5s of its parts.
    private static async Task<Verification> CopyAndVerifyAsync(
        IAmazonS3 client,
        GetObjectResponse response,
        string? sha256,
        Stream target,
        Action onProgress,
        CancellationToken token
    )
    {
        var expectedHash = sha256 ?? S3Metadata.Read(response.Metadata).GetValueOrDefault(ContentHashes.Sha256Name);
        var etag = S3ETag.Unquote(response.ETag);
        var partSize =
            expectedHash is null && S3ETag.PartCount(etag, response.ServerSideEncryptionMethod) > 0
                ? await FirstPartSizeAsync(client, response, token)
                : 0;
        // Bypasses the SDK's comparison of hashes, which assumes that every ETag is an MD5 unless the response names a KMS key.
        var content = WrapperStream.GetNonWrapperBaseStream(response.ResponseStream);
        var hashes = await ContentHashing.CopyAsync(content, target, partSize, onProgress, token);
        if (expectedHash is not null)
            return expectedHash == hashes.Sha256 ? Verification.Intact : Verification.Damaged;
        if (S3ETag.PartCount(etag, response.ServerSideEncryptionMethod) != hashes.Parts.Count)
            return Verification.WithoutHash;
        return etag.Equals(hashes.WholeContent.ETag, StringComparison.OrdinalIgnoreCase) ? Verification.Intact : Verification.Damaged;
    }

    // Another program may have uploaded the object in parts of another size, and only the server knows this size.
    private static async Task<long> FirstPartSizeAsync(IAmazonS3 client, GetObjectResponse response, CancellationToken token)
    {
        var request = new GetObjectMetadataRequest
        {
            BucketName = response.BucketName,
            Key = response.Key,
            PartNumber = 1,
        };
        return (await client.GetObjectMetadataAsync(request, token)).ContentLength;
    }
}
