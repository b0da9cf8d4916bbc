using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary><see cref="StrictS3Server"/> refuses requests that have exactly one error each. The AWS SDK would not send them.</summary>
public sealed class StrictS3ServerRawTests : IAsyncLifetime
{
    private const string SignedChunks = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    private const string SignedChunksWithTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    private const string UnsignedChunksWithTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    private static readonly byte[] Content = Encoding.ASCII.GetBytes(new string('k', 100_000));

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
    private readonly StrictS3Server server;
    private RawS3Client client = null!;

    public StrictS3ServerRawTests() => server = StrictS3Server.CreateWithClock(clock);

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync();
        client = new RawS3Client(server, server.Credential, clock);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Put_BodyWithAnotherHash_IsRefused()
    {
        (await PutAsync(Content)).ShouldBe((HttpStatusCode.OK, null));
        server.Find("whole")!.Length.ShouldBe(Content.Length);

        var changedContent = Content.ToArray();
        changedContent[70_000] ^= 1;
        (await PutAsync(changedContent)).ShouldBe((HttpStatusCode.BadRequest, "XAmzContentSHA256Mismatch"));

        File.ReadAllBytes(server.Find("whole")!.File).ShouldBe(Content);
        Directory.GetFiles(Path.GetDirectoryName(server.Find("whole")!.File)!).Length.ShouldBe(1); // refused uploads leave no files

        Task<(HttpStatusCode, string?)> PutAsync(byte[] body)
        {
            var (request, _) = client.Sign("PUT", "whole", SigV4.Hash(Content));
            request.Content = new ByteArrayContent(body);
            return client.SendAsync(request);
        }
    }

    [Theory]
    [InlineData("x-amz-checksum-sha256", "BadDigest")]
    [InlineData("x-amz-checksum-crc32", "BadDigest")]
    [InlineData("x-amz-checksum-md4", "InvalidRequest")]
    public async Task Put_WrongChecksumHeader_IsRefused(string name, string code)
    {
        var (request, _) = client.Sign("PUT", "sum", S3Authorization.UnsignedPayload, (name, Convert.ToBase64String(new byte[4])));
        request.Content = new ByteArrayContent(Content);

        (await client.SendAsync(request)).ShouldBe((HttpStatusCode.BadRequest, code));
        server.Find("sum").ShouldBeNull();
    }

    [Fact]
    public async Task PutChunks_AlteredChunkOrSignature_IsRefused()
    {
        (await client.PutChunksAsync("chunks", SignedChunks, Content)).ShouldBe((HttpStatusCode.OK, null));
        File.ReadAllBytes(server.Find("chunks")!.File).ShouldBe(Content);

        var alteredFirstChunk = await client.PutChunksAsync("altered", SignedChunks, Content, alterBody: body => Flip(body, 1000));
        var alteredSecondChunk = await client.PutChunksAsync("altered", SignedChunks, Content, alterBody: body => Flip(body, 80_000));
        // The body begins with a chunk's size in hexadecimal digits and its signature.
        var alteredSignature = await client.PutChunksAsync(
            "altered",
            SignedChunks,
            Content,
            alterBody: body => Flip(body, "10000;chunk-signature=".Length)
        );
        var truncatedBody = await client.PutChunksAsync("altered", SignedChunks, Content, alterBody: body => body[..90_000]);

        foreach (var result in new[] { alteredFirstChunk, alteredSecondChunk, alteredSignature })
            result.ShouldBe((HttpStatusCode.Forbidden, "SignatureDoesNotMatch"));
        truncatedBody.ShouldBe((HttpStatusCode.BadRequest, "IncompleteBody"));
        server.Find("altered").ShouldBeNull();
    }

    [Theory]
    [InlineData("crc32")]
    [InlineData("crc32c")]
    [InlineData("crc64nvme")]
    [InlineData("sha1")]
    [InlineData("sha256")]
    public async Task PutChunks_TrailingChecksum_IsVerified(string name)
    {
        var header = $"x-amz-checksum-{name}";
        var (rightChecksum, wrongChecksum) = (Checksum.Compute(name, Content), Checksum.Compute(name, Content.AsSpan(1)));

        foreach (var payload in (string[])[SignedChunksWithTrailer, UnsignedChunksWithTrailer])
        {
            (await client.PutChunksAsync(payload, payload, Content, (header, Convert.ToBase64String(rightChecksum)))).ShouldBe(
                (HttpStatusCode.OK, null)
            );
            (server.Find(payload)!.ChecksumName, server.Find(payload)!.Checksum).ShouldBe((name, Convert.ToBase64String(rightChecksum)));
            (await client.PutChunksAsync("wrong", payload, Content, (header, Convert.ToBase64String(wrongChecksum)))).ShouldBe(
                (HttpStatusCode.BadRequest, "BadDigest")
            );
        }
        server.Find("wrong").ShouldBeNull();
    }

    [Fact]
    public async Task PutChunks_TrailerAlteredOrMissing_IsRefused()
    {
        var trailer = ("x-amz-checksum-crc32", Convert.ToBase64String(Checksum.Compute("crc32", Content)));

        // The body ends with the trailer's signature and two line ends.
        var alteredSignature = await client.PutChunksAsync(
            "t",
            SignedChunksWithTrailer,
            Content,
            trailer,
            body => Flip(body, body.Length - 6)
        );
        var alteredContent = await client.PutChunksAsync("t", UnsignedChunksWithTrailer, Content, trailer, body => Flip(body, 1000));
        // The last 33 bytes are the trailer's line and the empty line that ends the body.
        var missingTrailer = await client.PutChunksAsync(
            "t",
            UnsignedChunksWithTrailer,
            Content,
            trailer,
            body => [.. body[..(body.Length - 33)], .. "\r\n"u8]
        );

        alteredSignature.ShouldBe((HttpStatusCode.Forbidden, "SignatureDoesNotMatch"));
        alteredContent.ShouldBe((HttpStatusCode.BadRequest, "BadDigest"));
        missingTrailer.ShouldBe((HttpStatusCode.BadRequest, "MalformedTrailerError"));
    }

    [Fact]
    public async Task PresignedUrl_AlteredOrExpired_IsRefused()
    {
        await client.PutChunksAsync("shared", SignedChunks, Content);
        var address = client.Presign("GET", "shared", 60);

        (await GetAsync(address)).ShouldBe((HttpStatusCode.OK, null));
        (await GetAsync(new Uri(address.ToString().Replace("Expires=60", "Expires=61", StringComparison.Ordinal)))).ShouldBe(
            (HttpStatusCode.Forbidden, "SignatureDoesNotMatch")
        );
        clock.Advance(TimeSpan.FromSeconds(60));
        (await GetAsync(address)).ShouldBe((HttpStatusCode.OK, null));
        clock.Advance(TimeSpan.FromSeconds(1));
        (await GetAsync(address)).ShouldBe((HttpStatusCode.Forbidden, "AccessDenied"));

        Task<(HttpStatusCode, string?)> GetAsync(Uri uri) => client.SendAsync(new HttpRequestMessage(HttpMethod.Get, uri));
    }

    [Fact]
    public async Task Get_SignedLongAgo_IsRefusedAfterFifteenMinutes()
    {
        await client.PutChunksAsync("late", SignedChunks, Content);
        var (requestInTime, _) = client.Sign("GET", "late", SigV4.EmptyHash);
        var (lateRequest, _) = client.Sign("GET", "late", SigV4.EmptyHash);

        clock.Advance(TimeSpan.FromMinutes(15));
        (await client.SendAsync(requestInTime)).ShouldBe((HttpStatusCode.OK, null));
        clock.Advance(TimeSpan.FromSeconds(1));
        (await client.SendAsync(lateRequest)).ShouldBe((HttpStatusCode.Forbidden, "RequestTimeTooSkewed"));
    }

    [Fact]
    public async Task AnyRequest_HeadersAlteredOrUnsigned_IsRefused()
    {
        var (requestWithAddedHeader, _) = client.Sign("GET", "x", SigV4.EmptyHash);
        requestWithAddedHeader.Headers.Add("x-amz-security-token", "smuggled");
        var (requestWithChangedHeader, _) = client.Sign("GET", "x", SigV4.EmptyHash, ("range", "bytes=0-1"));
        requestWithChangedHeader.Headers.Remove("range");
        requestWithChangedHeader.Headers.Add("Range", "bytes=0-9");
        using var unsignedRequest = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, $"{StrictS3Server.Bucket}/x"));

        (await client.SendAsync(requestWithAddedHeader)).ShouldBe((HttpStatusCode.Forbidden, "AccessDenied"));
        (await client.SendAsync(requestWithChangedHeader)).ShouldBe((HttpStatusCode.Forbidden, "SignatureDoesNotMatch"));
        (await client.SendAsync(unsignedRequest)).ShouldBe((HttpStatusCode.Forbidden, "AccessDenied"));
    }

    private static byte[] Flip(byte[] body, int position)
    {
        body[position] ^= 1;
        return body;
    }
}
