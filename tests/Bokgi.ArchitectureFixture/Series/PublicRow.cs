namespace Bokgi.ArchitectureFixture.Series;

public sealed class PublicRow
{
    /// <summary>Shown to MarketData by a type that it uses: public with reason.</summary>
    public PublicCell Cell { get; } = new(PublicBits.Of(1));
}
