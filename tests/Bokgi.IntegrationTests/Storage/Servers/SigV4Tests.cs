using System.Text;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>The examples of the Amazon S3 API Reference, all dated 2013-05-24 in us-east-1 and signed with its example key.</summary>
public sealed class SigV4Tests
{
    private const string Time = "20130524T000000Z";
    private const string Host = "examplebucket.s3.amazonaws.com";

    private static readonly SigningScope Scope = new("20130524", "us-east-1");
    private static readonly byte[] Key = SigV4.SigningKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Scope);

    // "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk"
    [Fact]
    public void Sign_GetObjectWithRange_MatchesPublishedSignature() =>
        Sign(
                "GET",
                "/test.txt",
                [],
                [("host", Host), ("range", "bytes=0-9"), ("x-amz-content-sha256", SigV4.EmptyHash), ("x-amz-date", Time)],
                SigV4.EmptyHash
            )
            .ShouldBe("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");

    [Fact]
    public void Sign_PutObjectWithDollarInKey_MatchesPublishedSignature()
    {
        var hash = SigV4.Hash("Welcome to Amazon S3."u8);
        hash.ShouldBe("44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072");
        Sign(
                "PUT",
                "/test$file.text",
                [],
                [
                    ("date", "Fri, 24 May 2013 00:00:00 GMT"),
                    ("host", Host),
                    ("x-amz-content-sha256", hash),
                    ("x-amz-date", Time),
                    ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
                ],
                hash
            )
            .ShouldBe("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    }

    [Fact]
    public void Sign_ParameterWithoutValue_MatchesPublishedSignature() =>
        Sign(
                "GET",
                "/",
                [("lifecycle", "")],
                [("host", Host), ("x-amz-content-sha256", SigV4.EmptyHash), ("x-amz-date", Time)],
                SigV4.EmptyHash
            )
            .ShouldBe("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");

    [Fact]
    public void Sign_ListObjects_MatchesPublishedSignature() =>
        Sign(
                "GET",
                "/",
                [("prefix", "J"), ("max-keys", "2")],
                [("host", Host), ("x-amz-content-sha256", SigV4.EmptyHash), ("x-amz-date", Time)],
                SigV4.EmptyHash
            )
            .ShouldBe("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");

    // "Authenticating Requests: Using Query Parameters"
    [Fact]
    public void Sign_PresignedAddress_MatchesPublishedSignature() =>
        Sign(
                "GET",
                "/test.txt",
                [
                    ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
                    ("X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request"),
                    ("X-Amz-Date", Time),
                    ("X-Amz-Expires", "86400"),
                    ("X-Amz-SignedHeaders", "host"),
                ],
                [("host", Host)],
                S3Authorization.UnsignedPayload
            )
            .ShouldBe("aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");

    // "Transferring Payload in Multiple Chunks": 65 KiB of the letter a, in chunks of 64 KiB.
    [Fact]
    public void ChunkStringToSign_UploadInChunks_MatchesPublishedSignatures()
    {
        var seedSignature = SignUpload("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", ("content-length", "66824"));

        ChunkSignaturesFrom(seedSignature)
            .ShouldBe([
                "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
                "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
                "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
                "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
            ]);
    }

    // "Including Trailing Headers": the same upload, with a CRC-32C after the chunks.
    [Fact]
    public void TrailerStringToSign_UploadWithTrailer_MatchesPublishedSignatures()
    {
        var seedSignature = SignUpload("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", ("x-amz-trailer", "x-amz-checksum-crc32c"));
        var checksum = Convert.ToBase64String(Checksum.Compute("crc32c", Letters(66_560))); // 65 KiB

        var signatures = ChunkSignaturesFrom(seedSignature);
        var trailer = SigV4.Sign(Key, SigV4.TrailerStringToSign(Time, Scope, signatures[^1], [new("x-amz-checksum-crc32c", checksum)]));

        checksum.ShouldBe("sOO8/Q==");
        signatures.ShouldBe([
            "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
            "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
            "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
            "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
        ]);
        trailer.ShouldBe("d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435");
    }

    private static string SignUpload(string payload, (string Name, string Value) extraHeader) =>
        Sign(
            "PUT",
            "/examplebucket/chunkObject.txt",
            [],
            [
                ("content-encoding", "aws-chunked"),
                ("host", "s3.amazonaws.com"),
                ("x-amz-content-sha256", payload),
                ("x-amz-date", Time),
                ("x-amz-decoded-content-length", "66560"),
                ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
                extraHeader,
            ],
            payload
        );

    // The seed signature, which is that of the headers, and the signatures of the chunks. The last chunk is empty.
    private static List<string> ChunkSignaturesFrom(string seedSignature)
    {
        var signatures = new List<string> { seedSignature };
        foreach (var size in (int[])[65_536, 1024, 0])
            signatures.Add(SigV4.Sign(Key, SigV4.ChunkStringToSign(Time, Scope, signatures[^1], SigV4.Hash(Letters(size)))));
        return signatures;
    }

    private static byte[] Letters(int count) => Encoding.ASCII.GetBytes(new string('a', count));

    private static string Sign(string method, string path, (string, string)[] query, (string, string)[] headers, string payload) =>
        SigV4.Sign(Key, SigV4.StringToSign(Time, Scope, SigV4.CanonicalRequest(method, path, Pairs(query), Pairs(headers), payload)));

    private static IEnumerable<KeyValuePair<string, string>> Pairs((string Name, string Value)[] pairs) =>
        pairs.Select(pair => KeyValuePair.Create(pair.Name, pair.Value));
}
