namespace Bokgi.ArchitectureFixture.Odds;

/// <summary>Breach: the engine must not have a folder of this name.</summary>
internal static class Bits
{
    public static int CountSetBits(long value) => int.CreateTruncating(long.PopCount(value));
}
