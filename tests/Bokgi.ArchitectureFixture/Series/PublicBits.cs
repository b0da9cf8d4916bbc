namespace Bokgi.ArchitectureFixture.Series;

/// <summary>Breaks the rule that a library's type is public only if another project needs it: only the engine uses this one.</summary>
public static class PublicBits
{
    public static int CountSetBits(long value) => (int)long.PopCount(value);
}
