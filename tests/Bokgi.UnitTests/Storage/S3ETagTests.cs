using Amazon.S3;
using Bokgi.Host.Storage;
using Bokgi.Host.Storage.S3;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Storage;

public sealed class S3ETagTests
{
    private const string Md5 = "900150983cd24fb0d6963f7d28e17f72";
    private const string Sha256 = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

    [Theory]
    [InlineData(Md5, 0)]
    [InlineData(Md5 + "-1", 1)]
    [InlineData(Md5 + "-10000", 10_000)]
    [InlineData(Md5 + "-", null)]
    [InlineData(Md5 + "-x", null)]
    [InlineData("abc", null)]
    [InlineData("", null)]
    public void PartCount_AnyETag_IsTheNumberAfterTheHyphenOfAnMd5(string etag, int? parts) =>
        S3ETag.PartCount(etag, encryption: null).ShouldBe(parts);

    [Theory]
    [InlineData("AES256", 0)]
    [InlineData("aws:kms", null)]
    [InlineData("aws:kms:dsse", null)]
    public void PartCount_Encrypted_IsUnknownWithKms(string encryption, int? parts) =>
        S3ETag.PartCount(Md5, new ServerSideEncryptionMethod(encryption)).ShouldBe(parts);

    [Theory]
    [InlineData($"\"{Md5}\"", null, null, true)]
    [InlineData("\"900150983CD24FB0D6963F7D28E17F72\"", null, null, true)]
    [InlineData("\"900150983cd24fb0d6963f7d28e17f73\"", null, null, false)]
    [InlineData("\"900150983cd24fb0d6963f7d28e17f73\"", null, "aws:kms", true)]
    [InlineData("\"900150983cd24fb0d6963f7d28e17f73\"", Sha256, null, true)]
    [InlineData($"\"{Md5}\"", "AngWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", "aws:kms", false)]
    [InlineData("\"not-an-md5\"", null, null, true)]
    public void IsConsistent_ResponseOfAnUpload_PrefersSha256(string etag, string? checksum, string? encryption, bool isConsistent) =>
        S3ETag
            .IsConsistent(new S3Hashes(Md5, Sha256), etag, checksum, encryption is null ? null : new ServerSideEncryptionMethod(encryption))
            .ShouldBe(isConsistent);
}
