using System.IO.Hashing;

namespace Bokgi.ArchitectureFixture.MarketData.Lake;

/// <summary>Breach: a package that the project is not known to use.</summary>
internal static class LakeWithHash
{
    public static uint Of(byte[] bytes) => Crc32.HashToUInt32(bytes);
}
