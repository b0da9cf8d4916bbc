namespace Bokgi.ArchitectureFixture.Series;

public sealed class PublicRow
{
    /// <summary>No breach: its type is public because MarketData uses this class, and so needs the types in its declarations.</summary>
    public PublicCell Cell { get; } = new(PublicBits.Of(1));
}
