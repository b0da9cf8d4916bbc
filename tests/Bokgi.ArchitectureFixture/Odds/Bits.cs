namespace Bokgi.ArchitectureFixture.Odds;

/// <summary>Breach: a folder that the engine must not have.</summary>
internal static class Bits
{
    public static int Of(long value) => int.CreateTruncating(long.PopCount(value));
}
