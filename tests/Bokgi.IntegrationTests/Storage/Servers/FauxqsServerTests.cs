using Amazon.S3.Model;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage.Servers;

public sealed class FauxqsServerTests(FauxqsServer server)
{
    [Fact]
    public async Task PutAndList_WithAmazonsClient_ReturnTheObject()
    {
        var bucket = server.Settings["AWS_BUCKET_NAME"];
        using var client = S3Clients.Create(server.Settings);

        await client.PutObjectAsync(
            new()
            {
                BucketName = bucket,
                Key = "fauxqs/a b+가",
                ContentBody = "kept",
            }
        );

        using var found = await client.GetObjectAsync(bucket, "fauxqs/a b+가");
        new StreamReader(found.ResponseStream).ReadToEnd().ShouldBe("kept");
        var list = await client.ListObjectsV2Async(new() { BucketName = bucket, Prefix = "fauxqs/" });
        list.S3Objects.Select(item => item.Key).ShouldBe(["fauxqs/a b+가"]);
        await client.DeleteObjectAsync(bucket, "fauxqs/a b+가");
        await Should.ThrowAsync<NoSuchKeyException>(() => client.GetObjectAsync(bucket, "fauxqs/a b+가"));
    }

    // Other test classes use the shared server, so this test stops another one.
    [Fact]
    public async Task Restart_AfterStop_KeepsThePortAndEmptiesTheBucket()
    {
        using var stoppedServer = new FauxqsServer();
        var bucket = stoppedServer.Settings["AWS_BUCKET_NAME"];
        using var client = S3Clients.Create(stoppedServer.Settings);
        await client.PutObjectAsync(
            new()
            {
                BucketName = bucket,
                Key = "one",
                ContentBody = "x",
            }
        );

        stoppedServer.Stop();
        await Should.ThrowAsync<HttpRequestException>(() => client.ListObjectsV2Async(new() { BucketName = bucket }));
        stoppedServer.Restart();

        (await client.ListObjectsV2Async(new() { BucketName = bucket })).S3Objects.ShouldBeNull();
    }
}
