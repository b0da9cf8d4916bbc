using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage.Servers;

public sealed class ChecksumTests
{
    // The CRCs are the check values of the CRC catalogue for "123456789"; the hashes come from the command line tools.
    [Theory]
    [InlineData("crc32", "CBF43926")]
    [InlineData("crc32c", "E3069283")]
    [InlineData("crc64nvme", "AE8B14860A799888")]
    [InlineData("md5", "25F9E794323B453885F5181F1B624D0B")]
    [InlineData("sha1", "F7C3BC1D808E04732ADF679965CCC34CA7AE3441")]
    [InlineData("sha256", "15E2B0D3C33891EBB0F1EF609EC419420C20E320CE94C65FBC8C3312448EB225")]
    public void Of_NineDigits_MatchesTheCheckValue(string name, string expected)
    {
        Convert.ToHexString(Checksum.Compute(name, "123456789"u8)).ShouldBe(expected);

        using var checksum = Checksum.Create(name);
        checksum.Append("1234"u8);
        checksum.Append("56789"u8);
        Convert.ToHexString(checksum.GetHashAndReset()).ShouldBe(expected);
    }
}
