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
        list.S3Objects.Select(one => one.Key).ShouldBe(["fauxqs/a b+가"]);
        await client.DeleteObjectAsync(bucket, "fauxqs/a b+가");
        await Should.ThrowAsync<NoSuchKeyException>(() => client.GetObjectAsync(bucket, "fauxqs/a b+가"));
    }

    // Other classes use the shared server, so this test stops a server of its own.
    [Fact]
    public async Task Restart_AfterStop_KeepsThePortAndEmptiesTheBucket()
    {
        using var ownServer = new FauxqsServer();
        var bucket = ownServer.Settings["AWS_BUCKET_NAME"];
        using var client = S3Clients.Create(ownServer.Settings);
        await client.PutObjectAsync(
            new()
            {
                BucketName = bucket,
                Key = "one",
                ContentBody = "x",
            }
        );

        ownServer.Stop();
        await Should.ThrowAsync<HttpRequestException>(() => client.ListObjectsV2Async(new() { BucketName = bucket }));
        ownServer.Restart();

        (await client.ListObjectsV2Async(new() { BucketName = bucket })).S3Objects.ShouldBeNull();
    }
}
