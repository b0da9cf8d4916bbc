namespace Bokgi.ArchitectureFixture.Odds;

/// <summary>Breach: the engine has no such folder.</summary>
internal static class Bits
{
    public static int Of(long value) => int.CreateTruncating(long.PopCount(value));
}
