using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.Strategies;

/// <summary>Breaks the rule that a step uses no series: holds one, in which it can see later candles.</summary>
internal struct StepWithSeries(CandleSeries series) : IStrategyStep
{
    public readonly bool Step(in Candle candle, out double price)
    {
        price = series.Closes[^1];
        return price > candle.Close;
    }
}
