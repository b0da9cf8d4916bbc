using Bokgi.ArchitectureFixture.Kernels;
using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.Strategies;

/// <summary>No breach: a step that sees one candle at a time.</summary>
internal struct HonestStep : IStrategyStep
{
    private double last;

    public bool Step(in Candle candle, out double price)
    {
        price = OrderedSum.Of([last, candle.Close]);
        last = candle.Close;
        return price > 0;
    }
}
