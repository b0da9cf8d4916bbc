using Bokgi.Host.Storage;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Storage;

/// <summary>
/// The expected values were computed with Python's hashlib, following S3's published recipe for multipart ETags and checksums.
/// </summary>
public sealed class ContentHashingTests
{
    [Fact]
    public async Task Copy_WithoutParts_IsMd5AndSha256()
    {
        var hashes = await HashAsync("abc"u8.ToArray(), partSize: 0);

        hashes.Size.ShouldBe(3);
        hashes.Sha256.ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        hashes.WholeContent.ShouldBe(new S3Hashes("900150983cd24fb0d6963f7d28e17f72", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="));
        hashes.Parts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Copy_EmptyContent_HasItsHashes()
    {
        var hashes = await HashAsync([], partSize: 0);

        hashes.Size.ShouldBe(0);
        hashes.Sha256.ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        hashes.WholeContent.ETag.ShouldBe("d41d8cd98f00b204e9800998ecf8427e");
    }

    [Fact]
    public async Task Copy_ExactlyTwoParts_HasNoEmptyThird()
    {
        var hashes = await HashAsync("abcdefgh"u8.ToArray(), partSize: 4);

        hashes.Sha256.ShouldBe("9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab");
        hashes.WholeContent.ShouldBe(new S3Hashes("cb93ad6c9c920e2602b79a11ded63ddb-2", "fVRzcSFy+ewUlLqgPaPYc00S04XRymNAhWdxw9kzguY=-2"));
        hashes.Parts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task OfFile_TwentyMebibytes_HasThreePartsOfUpToEight()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [.. Enumerable.Range(0, 20 << 20).Select(i => (byte)(i % 251))]);

            var hashes = await ContentHashes.ComputeAsync(path, TestContext.Current.CancellationToken);

            hashes.Sha256.ShouldBe("99254018a4506cae413a471f8b9d968a1ab1771565f3247b6e1c3f927e9a572f");
            hashes.WholeContent.ShouldBe(
                new S3Hashes("0e7f77975c09731444156f23125696f6-3", "4pJ+jcrcQml9inpWNdCVlzLyR1NtbapsvW052ozmjBI=-3")
            );
            hashes
                .Parts.Select(part => part.ETag)
                .ShouldBe(["727943cf3cd0ed31e7fbe1bab434d5eb", "38534b90825e5f26ae16e6b15a14f9c0", "f160df12b043c0c4ce90208dc6d12958"]);
            hashes.Parts[2].Checksum.ShouldBe("2owPXjAv2mgVjpujLwbL4sBjMdoL2s50kUjnqDAi83s=");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Append_InChunksOfAnyLength_GivesTheSameHashes() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[0, 50], Gen.Int[1, 60])
            .Sample(
                (content, partSize, chunkLength) =>
                {
                    using var atOnce = new ContentHashing(partSize);
                    using var inChunks = new ContentHashing(partSize);
                    atOnce.Append(content);
                    for (var i = 0; i < content.Length; i += chunkLength)
                        inChunks.Append(content.AsSpan(i, Math.Min(chunkLength, content.Length - i)));

                    var (expected, hashes) = (atOnce.Finish(), inChunks.Finish());

                    hashes.ShouldBe(expected with { Parts = hashes.Parts });
                    hashes.Parts.ShouldBe(expected.Parts);
                    hashes.Parts.Count.ShouldBe(partSize == 0 ? 0 : Math.Max(1, (content.Length + partSize - 1) / partSize));
                }
            );

    // A size of 0 means that the content is uploaded in one request. From 16 MiB on, it is uploaded in parts of 8 MiB, or of more if there would be
    // over 10,000 parts.
    [Theory]
    [InlineData(0, 0)]
    [InlineData((16 << 20) - 1, 0)]
    [InlineData(16 << 20, 8 << 20)]
    [InlineData(10_000L * (8 << 20), 8 << 20)]
    [InlineData((10_000L * (8 << 20)) + 1, (8 << 20) + 1)]
    public void SizeFor_AnyLength_NeedsAtMostTenThousandParts(long length, long size) => UploadParts.SizeFor(length).ShouldBe(size);

    [Fact]
    public async Task Matches_StoredObject_PrefersTheStoredSha256()
    {
        var hashes = await HashAsync("abc"u8.ToArray(), partSize: 0);
        var stored = new StoredObject("k", "900150983cd24fb0d6963f7d28e17f72", Size: 3, UploadedUtc: 0, new Dictionary<string, string>());

        hashes.Matches(stored).ShouldBeTrue();
        hashes.Matches(stored with { ETag = "other" }).ShouldBeFalse();
        hashes.Matches(stored with { Size = 4 }).ShouldBeFalse();
        hashes.Matches(stored with { ETag = "other", Metadata = Sha256Metadata(hashes.Sha256) }).ShouldBeTrue();
        hashes.Matches(stored with { Metadata = Sha256Metadata(new string('0', 64)) }).ShouldBeFalse();
    }

    private static Dictionary<string, string> Sha256Metadata(string sha256) => new() { [ContentHashes.Sha256Name] = sha256 };

    private static Task<ContentHashes> HashAsync(byte[] content, long partSize) =>
        ContentHashing.CopyAsync(new MemoryStream(content), Stream.Null, partSize, () => { }, TestContext.Current.CancellationToken);
}
