using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.UnitTests.Reference;

/// <summary>No breach: the reference may use the type of candles.</summary>
internal static class ReferenceClose
{
    public static double Of(Candle candle) => candle.Close;
}
