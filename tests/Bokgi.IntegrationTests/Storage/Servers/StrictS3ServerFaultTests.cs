using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary><see cref="StrictS3Server"/> with injected faults.</summary>
public sealed class StrictS3ServerFaultTests : IAsyncLifetime
{
    private const string Bucket = StrictS3Server.Bucket;

    // More than the retries that HttpClient itself makes when a connection ends before the response begins.
    private const int ManyTimes = 20;

    private readonly StrictS3Server server = new();
    private AmazonS3Client client = null!;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync();
        client = S3Clients.Create(server.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task SlowDown_Twice_FailsOnlyTwoRequests()
    {
        server.Faults.Add(S3Fault.SlowDown, times: 2, operation: "PutObject");
        using var retryingClient = S3Clients.Create(server.Settings, config => config.MaxErrorRetry = 2);

        (await client.ListObjectsV2Async(new() { BucketName = Bucket })).HttpStatusCode.ShouldBe(HttpStatusCode.OK);
        await retryingClient.PutObjectAsync(
            new()
            {
                BucketName = Bucket,
                Key = "busy",
                ContentBody = "x",
            }
        );

        server
            .Requests.Select(request => (request.Operation, request.Status))
            .ShouldBe([("ListObjectsV2", 200), ("PutObject", 503), ("PutObject", 503), ("PutObject", 200)]);
    }

    [Fact]
    public async Task CutResponse_OfPut_StoresTheObjectAnyway()
    {
        server.Faults.Add(S3Fault.CutResponse, ManyTimes);

        (
            await Record.ExceptionAsync(() =>
                client.PutObjectAsync(
                    new()
                    {
                        BucketName = Bucket,
                        Key = "silent",
                        ContentBody = "x",
                    }
                )
            )
        ).ShouldNotBeNull().GetType().ShouldBeOneOf(typeof(HttpRequestException), typeof(IOException), typeof(HttpIOException));

        server.Find("silent")!.Length.ShouldBe(1);
    }

    [Fact]
    public async Task CutResponse_OfGet_CutsTheResponseBody()
    {
        await client.PutObjectAsync(
            new()
            {
                BucketName = Bucket,
                Key = "half",
                ContentBody = new string('h', 10_000),
            }
        );
        server.Faults.Add(S3Fault.CutResponse, operation: "GetObject");

        using var response = await client.GetObjectAsync(Bucket, "half");

        response.ContentLength.ShouldBe(10_000);
        await Should.ThrowAsync<IOException>(() => response.ResponseStream.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task CutAfter_PartOfTheBody_LeavesNoObject()
    {
        server.Faults.Add(S3Fault.CutAfter(100_000), ManyTimes, operation: "PutObject");

        (
            await Record.ExceptionAsync(() =>
                client.PutObjectAsync(
                    new()
                    {
                        BucketName = Bucket,
                        Key = "cut",
                        InputStream = new MemoryStream(new byte[1_000_000]),
                    }
                )
            )
        ).ShouldNotBeNull().GetType().ShouldBeOneOf(typeof(HttpRequestException), typeof(IOException), typeof(HttpIOException));

        server.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task FlipByte_DuringUpload_FailsTheChunkSignature()
    {
        server.Faults.Add(S3Fault.FlipByte(500), operation: "PutObject");

        var error = await Should.ThrowAsync<AmazonS3Exception>(() =>
            client.PutObjectAsync(
                new()
                {
                    BucketName = Bucket,
                    Key = "flip",
                    InputStream = new MemoryStream(new byte[1000]),
                }
            )
        );

        error.ErrorCode.ShouldBe("SignatureDoesNotMatch");
        server.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task FlipByte_DuringDownload_FailsTheClientsChecksum()
    {
        await client.PutObjectAsync(
            new()
            {
                BucketName = Bucket,
                Key = "down",
                InputStream = new MemoryStream(new byte[1000]),
            }
        );
        server.Faults.Add(S3Fault.FlipByte(500), operation: "GetObject");

        // Either the last read or the disposal reports the wrong checksum, depending on how the data arrives.
        var error = await Should.ThrowAsync<Amazon.Runtime.AmazonClientException>(async () =>
        {
            using var response = await client.GetObjectAsync(Bucket, "down");
            await response.ResponseStream.CopyToAsync(Stream.Null);
        });
        error.Message.ShouldBe("Expected hash not equal to calculated hash");
    }

    [Fact]
    public async Task Hold_UntilReleased_KeepsTheRequestWaiting()
    {
        Task<ListObjectsV2Response> list;
        using (server.Faults.Hold("ListObjectsV2"))
        {
            list = client.ListObjectsV2Async(new() { BucketName = Bucket });
            await client.PutObjectAsync(
                new()
                {
                    BucketName = Bucket,
                    Key = "meanwhile",
                    ContentBody = "x",
                }
            );
            list.IsCompleted.ShouldBeFalse();
        }

        (await list).S3Objects.Single().Key.ShouldBe("meanwhile");
    }
}
