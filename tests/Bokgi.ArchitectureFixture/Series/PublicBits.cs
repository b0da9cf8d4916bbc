namespace Bokgi.ArchitectureFixture.Series;

/// <summary>Breach: public, although only method bodies within the engine use it.</summary>
public static class PublicBits
{
    public static int CountSetBits(long value) => (int)long.PopCount(value);
}
