using System.Runtime.CompilerServices;
using Amazon.Runtime.Internal.Util;
using Amazon.S3;
using Amazon.S3.Model;

namespace Bokgi.Host.Storage.S3;

/// <summary>A bucket of S3 or of a compatible server. It needs only the five permissions in docs/how-to/s3.md.</summary>
internal sealed class S3Store(S3Settings settings, S3Timeouts? patience = null) : IObjectStore, IDisposable
{
    private const int Attempts = 3;

    private static readonly Dictionary<string, string> NoWords = [];

    private readonly S3Connection connection = new(settings, patience ?? S3Timeouts.Standard);

    public string Name => $"s3://{settings.Bucket}";

    public async Task<StoredObject> UploadAsync(
        string key,
        string path,
        IReadOnlyDictionary<string, string> metadata,
        CancellationToken cancel
    )
    {
        var hashes = await ContentHashes.OfFileAsync(path, cancel);
        Dictionary<string, string> words = new(metadata) { [ContentHashes.Sha256Name] = hashes.Sha256 };
        await new S3Upload(connection, key, path, hashes, words).RunAsync(cancel);
        return await FindAsync(key, cancel)
            ?? throw new StorageException(StorageErrorKind.NotFound, $"{key} disappeared from bucket {settings.Bucket} after the upload; upload it again");
    }

    public async Task DownloadAsync(string key, string path, CancellationToken cancel)
    {
        var beside = $"{Path.GetFullPath(path)}.{Guid.NewGuid():N}.part";
        try
        {
            var found = await ReadAsync(key, null, () => new FileStream(beside, FileMode.Create, FileAccess.Write), cancel);
            if (found == Verification.Damaged)
                throw new StorageException(
                    StorageErrorKind.Damaged,
                    $"{key} in bucket {settings.Bucket} is not what was uploaded; upload it again"
                );
            await using (var file = new FileStream(beside, FileMode.Open, FileAccess.Write))
                file.Flush(flushToDisk: true); // the caller may delete the other copy next
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancel) =>
        connection.AskAsync(key, (client, _, limit) => client.DeleteObjectAsync(settings.Bucket, key, limit), cancel);

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        var request = new ListObjectsV2Request { BucketName = settings.Bucket, Prefix = prefix };
        do
        {
            var page = await connection.AskAsync(string.Empty, (client, _, limit) => client.ListObjectsV2Async(request, limit), cancel);
            foreach (var each in page.S3Objects ?? [])
                yield return new StoredObject(each.Key, S3ETag.Read(each.ETag), each.Size ?? 0, Time(each.LastModified), NoWords);
            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        } while (request.ContinuationToken is not null);
    }

    public async Task<StoredObject?> FindAsync(string key, CancellationToken cancel)
    {
        try
        {
            var answer = await connection.AskAsync(
                key,
                (client, _, limit) => client.GetObjectMetadataAsync(settings.Bucket, key, limit),
                cancel
            );
            var (etag, words) = (S3ETag.Read(answer.ETag), S3Metadata.Read(answer.Metadata));
            return new StoredObject(key, etag, answer.ContentLength, Time(answer.LastModified), words);
        }
        catch (StorageException refused) when (refused.Trouble is StorageErrorKind.NotFound or StorageErrorKind.Refused)
        {
            // A HEAD response has no body and so gives no reason. A listing has one, and throws the error.
            await ListAsync(key, cancel).FirstOrDefaultAsync(cancel);
            if (refused.Trouble == StorageErrorKind.NotFound)
                return null;
            throw;
        }
    }

    public Task<Verification> VerifyAsync(string key, string? sha256, CancellationToken cancel) =>
        ReadAsync(key, sha256, () => Stream.Null, cancel);

    public void Dispose() => connection.Dispose();

    // Cut to seconds, because some servers list times with fractions of a second, but headers never have them.
    private static long Time(DateTime? time) =>
        time is { } known
            ? UnixTime.FromDateTime(known.ToUniversalTime()) / UnixTime.MicrosecondsPerSecond * UnixTime.MicrosecondsPerSecond
            : 0;

    // The SDK retries requests, but not reading a response that has already begun.
    private async Task<Verification> ReadAsync(string key, string? sha256, Func<Stream> open, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var hasBegun = false;
            try
            {
                await using var target = open();
                return await connection.AskAsync(
                    key,
                    async (client, moved, limit) =>
                    {
                        using var answer = await client.GetObjectAsync(settings.Bucket, key, limit);
                        hasBegun = true;
                        moved();
                        return await CompareAsync(client, answer, sha256, target, moved, limit);
                    },
                    cancel
                );
            }
            catch (StorageException failure) when (failure.Trouble == StorageErrorKind.Unavailable && hasBegun && attempt < Attempts) { }
        }
    }

    // By the given or stored SHA-256, otherwise by an ETag that is an MD5.
    private static async Task<Verification> CompareAsync(
        IAmazonS3 client,
        GetObjectResponse answer,
        string? sha256,
        Stream target,
        Action moved,
        CancellationToken limit
    )
    {
        var kept = sha256 ?? S3Metadata.Read(answer.Metadata).GetValueOrDefault(ContentHashes.Sha256Name);
        var etag = S3ETag.Read(answer.ETag);
        var partSize =
            kept is null && S3ETag.Parts(etag, answer.ServerSideEncryptionMethod) > 0 ? await FirstPartAsync(client, answer, limit) : 0;
        // Bypasses the SDK's own comparison, which assumes that every ETag is an MD5 unless the response names a KMS key.
        var content = WrapperStream.GetNonWrapperBaseStream(answer.ResponseStream);
        var hashes = await ContentHashing.CopyAsync(content, target, partSize, moved, limit);
        if (kept is not null)
            return kept == hashes.Sha256 ? Verification.Good : Verification.Damaged;
        if (S3ETag.Parts(etag, answer.ServerSideEncryptionMethod) != hashes.Parts.Count)
            return Verification.WithoutHash;
        return etag.Equals(hashes.Whole.ETag, StringComparison.OrdinalIgnoreCase) ? Verification.Good : Verification.Damaged;
    }

    // Other programs may have uploaded parts of another size, which only the server knows.
    private static async Task<long> FirstPartAsync(IAmazonS3 client, GetObjectResponse answer, CancellationToken limit)
    {
        var request = new GetObjectMetadataRequest
        {
            BucketName = answer.BucketName,
            Key = answer.Key,
            PartNumber = 1,
        };
        return (await client.GetObjectMetadataAsync(request, limit)).ContentLength;
    }
}
