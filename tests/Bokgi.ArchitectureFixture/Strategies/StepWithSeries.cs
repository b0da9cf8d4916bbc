using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.Strategies;

/// <summary>Breach: a step that holds the series can see later candles.</summary>
internal struct StepWithSeries(CandleSeries series) : IStrategyStep
{
    public readonly bool Step(in Candle candle, out double price)
    {
        price = series.Closes[^1];
        return price > candle.Close;
    }
}
