using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary><see cref="StrictS3Server"/> with the client of the AWS SDK.</summary>
public sealed class StrictS3ServerSdkTests(StrictS3Server server) : IClassFixture<StrictS3Server>
{
    private const string Bucket = StrictS3Server.Bucket;
    private const int PartSize = 5 * 1024 * 1024;

    [Theory]
    [InlineData(null, "crc32")]
    [InlineData("SHA1", "sha1")]
    [InlineData("SHA256", "sha256")]
    public async Task Put_ChecksumOfEachKind_IsVerifiedAndKept(string? algorithm, string storedAlgorithm)
    {
        using var client = S3Clients.Create(server.Settings);
        var (key, content) = ($"sums/{storedAlgorithm}", Content(200_000));

        await client.PutObjectAsync(
            new()
            {
                BucketName = Bucket,
                Key = key,
                InputStream = new MemoryStream(content),
                ChecksumAlgorithm = algorithm is null ? null : ChecksumAlgorithm.FindValue(algorithm),
            }
        );

        var stored = server.Find(key)!;
        (stored.ChecksumName, stored.Checksum).ShouldBe(
            (storedAlgorithm, Convert.ToBase64String(Checksum.Compute(storedAlgorithm, content)))
        );
        stored.ETag.ShouldBe(Convert.ToHexStringLower(Checksum.Compute("md5", content)));
        File.ReadAllBytes(stored.File).ShouldBe(content);
        var payload = server.Requests.Last(request => request.Key == key).Headers["x-amz-content-sha256"];
        payload.ShouldBe("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");
    }

    [Fact]
    public async Task Get_MetadataEncryptionAndRange_AreReturned()
    {
        using var client = S3Clients.Create(server.Settings);
        const string Key = "폴더/a b+c%20.txt";
        var request = new PutObjectRequest
        {
            BucketName = Bucket,
            Key = Key,
            ContentBody = "0123456789",
            ServerSideEncryptionMethod = ServerSideEncryptionMethod.AES256,
        };
        request.Metadata["sha256"] = "abc";

        (await client.PutObjectAsync(request)).ServerSideEncryptionMethod.ShouldBe(ServerSideEncryptionMethod.AES256);
        using var part = await client.GetObjectAsync(
            new GetObjectRequest
            {
                BucketName = Bucket,
                Key = Key,
                ByteRange = new ByteRange(2, 4),
            }
        );

        new StreamReader(part.ResponseStream).ReadToEnd().ShouldBe("234");
        (part.HttpStatusCode, part.ContentRange, part.Metadata["sha256"]).ShouldBe((HttpStatusCode.PartialContent, "bytes 2-4/10", "abc"));
        (await client.GetObjectMetadataAsync(Bucket, Key)).ContentLength.ShouldBe(10);
    }

    [Fact]
    public async Task Complete_ThreePartsWithSha256_HasTheETagAndChecksumOfItsParts()
    {
        using var client = S3Clients.Create(server.Settings);
        const string Key = "parts/three";
        var contents = (byte[][])[Content(PartSize), Content(PartSize + 1), Content(10)];
        var id = (
            await client.InitiateMultipartUploadAsync(
                new()
                {
                    BucketName = Bucket,
                    Key = Key,
                    ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
                }
            )
        ).UploadId;
        var parts = new List<PartETag>();
        for (var number = 1; number <= contents.Length; number++)
        {
            var uploaded = await UploadPartAsync(client, Key, id, number, contents[number - 1], ChecksumAlgorithm.SHA256);
            parts.Add(new PartETag(uploaded, copyChecksums: true));
        }

        server.OpenUploads.ShouldContain(Key);

        var completed = await client.CompleteMultipartUploadAsync(
            new()
            {
                BucketName = Bucket,
                Key = Key,
                UploadId = id,
                PartETags = parts,
            }
        );

        var compositeChecksum = Checksum.Compute("sha256", [.. contents.SelectMany(content => Checksum.Compute("sha256", content))]);
        completed.ChecksumSHA256.ShouldBe($"{Convert.ToBase64String(compositeChecksum)}-3");
        completed.ETag.ShouldBe(
            $"\"{Convert.ToHexStringLower(Checksum.Compute("md5", [.. contents.SelectMany(content => Checksum.Compute("md5", content))]))}-3\""
        );
        File.ReadAllBytes(server.Find(Key)!.File).ShouldBe(contents.SelectMany(content => content));
        server.OpenUploads.ShouldNotContain(Key);
    }

    [Fact]
    public async Task Complete_PartTooSmallOrUnknown_IsRefusedAndStaysOpen()
    {
        using var client = S3Clients.Create(server.Settings);
        const string Key = "parts/small";
        var id = (await client.InitiateMultipartUploadAsync(Bucket, Key)).UploadId;
        var firstPart = new PartETag(await UploadPartAsync(client, Key, id, 1, Content(10)));
        var secondPart = new PartETag(await UploadPartAsync(client, Key, id, 2, Content(10)));

        (
            await GetErrorCodeAsync(() =>
                client.CompleteMultipartUploadAsync(
                    new()
                    {
                        BucketName = Bucket,
                        Key = Key,
                        UploadId = id,
                        PartETags = [firstPart, secondPart],
                    }
                )
            )
        ).ShouldBe("EntityTooSmall");
        (
            await GetErrorCodeAsync(() =>
                client.CompleteMultipartUploadAsync(
                    new()
                    {
                        BucketName = Bucket,
                        Key = Key,
                        UploadId = id,
                        PartETags = [new(3, firstPart.ETag)],
                    }
                )
            )
        ).ShouldBe("InvalidPart");
        server.OpenUploads.ShouldContain(Key);

        await client.AbortMultipartUploadAsync(Bucket, Key, id);
        server.OpenUploads.ShouldNotContain(Key);
        (await GetErrorCodeAsync(() => client.AbortMultipartUploadAsync(Bucket, Key, id))).ShouldBe("NoSuchUpload");
    }

    [Fact]
    public async Task List_MoreThanAPage_IsCompleteInOrderWithFolders()
    {
        using var client = S3Clients.Create(server.Settings);
        var keys = Enumerable.Range(0, 25).Select(i => $"list/{i % 3}/가 +{i:00}").ToList();
        foreach (var key in keys)
            await client.PutObjectAsync(
                new()
                {
                    BucketName = Bucket,
                    Key = key,
                    ContentBody = key,
                }
            );

        var pages = client.Paginators.ListObjectsV2(
            new()
            {
                BucketName = Bucket,
                Prefix = "list/",
                MaxKeys = 10,
                Encoding = EncodingType.Url,
            }
        );
        var found = new List<string>();
        await foreach (var s3Object in pages.S3Objects)
            found.Add(WebUtility.UrlDecode(s3Object.Key)); // the client leaves decoding to its caller

        found.ShouldBe(keys.Order(StringComparer.Ordinal));
        var folders = await client.ListObjectsV2Async(
            new()
            {
                BucketName = Bucket,
                Prefix = "list/",
                Delimiter = "/",
                MaxKeys = 2,
            }
        );
        folders.CommonPrefixes.ShouldBe(["list/0/", "list/1/"]);
        folders.IsTruncated.ShouldBe(true);
    }

    [Fact]
    public async Task AnyRequest_WrongKeyOrSecretOrBucket_IsRefusedWithItsCode()
    {
        using var unknownKeyClient = S3Clients.Create(server.SettingsFor(server.Credential with { KeyId = "AKIANOBODY" }));
        using var wrongSecretClient = S3Clients.Create(server.SettingsFor(server.Credential with { Secret = "guess" }));
        using var client = S3Clients.Create(server.Settings);

        (await GetErrorCodeAsync(() => unknownKeyClient.ListObjectsV2Async(new() { BucketName = Bucket }))).ShouldBe("InvalidAccessKeyId");
        (await GetErrorCodeAsync(() => wrongSecretClient.ListObjectsV2Async(new() { BucketName = Bucket }))).ShouldBe(
            "SignatureDoesNotMatch"
        );
        (await GetErrorCodeAsync(() => client.ListObjectsV2Async(new() { BucketName = "other" }))).ShouldBe("NoSuchBucket");
        (await GetErrorCodeAsync(() => client.GetObjectAsync(Bucket, "nothing"))).ShouldBe("NoSuchKey");
        (await GetErrorCodeAsync(() => client.GetObjectAttributesAsync(new() { BucketName = Bucket, Key = "nothing" }))).ShouldBe(
            "AccessDenied"
        );
    }

    [Fact]
    public async Task AnyRequest_NotInThePolicy_IsDenied()
    {
        using var readOnlyClient = S3Clients.Create(server.SettingsFor(server.AddCredential("s3:GetObject")));

        (
            await GetErrorCodeAsync(() =>
                readOnlyClient.PutObjectAsync(
                    new()
                    {
                        BucketName = Bucket,
                        Key = "denied",
                        ContentBody = "x",
                    }
                )
            )
        ).ShouldBe("AccessDenied");
        (await GetErrorCodeAsync(() => readOnlyClient.ListObjectsV2Async(new() { BucketName = Bucket }))).ShouldBe("AccessDenied");
        // The key does not exist, but a caller that may not list keys must not learn that.
        (await GetErrorCodeAsync(() => readOnlyClient.GetObjectAsync(Bucket, "nothing"))).ShouldBe("AccessDenied");
        var headError = await Should.ThrowAsync<AmazonS3Exception>(() => readOnlyClient.GetObjectMetadataAsync(Bucket, "nothing"));
        headError.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        server.Find("denied").ShouldBeNull();
    }

    [Fact]
    public async Task AnyRequest_ClientsClockFarFromTheServers_IsRefused()
    {
        await using var skewedServer = StrictS3Server.CreateWithClock(
            new FakeTimeProvider(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero))
        );
        await skewedServer.StartAsync();
        using var client = S3Clients.Create(skewedServer.Settings);

        (await GetErrorCodeAsync(() => client.ListObjectsV2Async(new() { BucketName = Bucket }))).ShouldBe("RequestTimeTooSkewed");
    }

    [Fact]
    public async Task Stop_AndStart_KeepsPortAndObjects()
    {
        await using var restartedServer = new StrictS3Server();
        await restartedServer.StartAsync();
        var address = restartedServer.Address;
        using var client = S3Clients.Create(restartedServer.Settings);
        await client.PutObjectAsync(
            new()
            {
                BucketName = Bucket,
                Key = "kept",
                ContentBody = "still",
            }
        );

        await restartedServer.StopAsync();
        await Should.ThrowAsync<HttpRequestException>(() => client.GetObjectAsync(Bucket, "kept"));
        await restartedServer.StartAsync();

        restartedServer.Address.ShouldBe(address);
        using var found = await client.GetObjectAsync(Bucket, "kept");
        new StreamReader(found.ResponseStream).ReadToEnd().ShouldBe("still");
    }

    private static async Task<UploadPartResponse> UploadPartAsync(
        AmazonS3Client client,
        string key,
        string id,
        int number,
        byte[] content,
        ChecksumAlgorithm? algorithm = null
    ) =>
        await client.UploadPartAsync(
            new()
            {
                BucketName = Bucket,
                Key = key,
                UploadId = id,
                PartNumber = number,
                InputStream = new MemoryStream(content),
                ChecksumAlgorithm = algorithm,
            }
        );

    private static async Task<string> GetErrorCodeAsync(Func<Task> request) =>
        (await Should.ThrowAsync<AmazonS3Exception>(request)).ErrorCode;

    private static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }
}
