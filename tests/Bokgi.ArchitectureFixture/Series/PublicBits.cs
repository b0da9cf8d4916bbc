namespace Bokgi.ArchitectureFixture.Series;

/// <summary>Breach: public, and only the engine's own method bodies use it.</summary>
public static class PublicBits
{
    public static int Of(long value) => (int)long.PopCount(value);
}
