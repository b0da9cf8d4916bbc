using Bokgi.ArchitectureFixture.Kernels;
using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.Strategies;

/// <summary>No breach: a step that sees one candle at a time.</summary>
internal struct CompliantStep : IStrategyStep
{
    private double previousClose;

    public bool Step(in Candle candle, out double price)
    {
        price = OrderedSum.Of([previousClose, candle.Close]);
        previousClose = candle.Close;
        return price > 0;
    }
}
