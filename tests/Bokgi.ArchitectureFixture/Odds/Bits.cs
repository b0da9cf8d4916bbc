namespace Bokgi.ArchitectureFixture.Odds;

/// <summary>Breach: a folder that the house does not have.</summary>
internal static class Bits
{
    public static int Of(long value) => int.CreateTruncating(long.PopCount(value));
}
