using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.Strategies;

internal interface IStrategyStep
{
    bool Step(in Candle candle, out double price);
}
