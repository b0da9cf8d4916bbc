namespace Bokgi.ArchitectureFixture.Series;

public sealed class PublicRow
{
    /// <summary>Its type is rightly public: MarketData uses this class, and so needs the types in its declarations.</summary>
    public PublicCell Cell { get; } = new(PublicBits.Of(1));
}
