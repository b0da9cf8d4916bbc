namespace Bokgi.ArchitectureFixture.Series;

public sealed class PublicRow
{
    /// <summary>No breach: MarketData uses this class, so the types in its declarations must be public, too.</summary>
    public PublicCell Cell { get; } = new(PublicBits.CountSetBits(1));
}
