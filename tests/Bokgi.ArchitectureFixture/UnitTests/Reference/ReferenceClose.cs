using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.UnitTests.Reference;

internal static class ReferenceClose
{
    public static double Of(Candle candle) => candle.Close;
}
