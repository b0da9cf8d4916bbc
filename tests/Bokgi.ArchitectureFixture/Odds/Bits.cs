namespace Bokgi.ArchitectureFixture.Odds;

/// <summary>Breaks the rule that the engine has only the folders on its list: is in a folder named Odds.</summary>
internal static class Bits
{
    public static int CountSetBits(long value) => int.CreateTruncating(long.PopCount(value));
}
