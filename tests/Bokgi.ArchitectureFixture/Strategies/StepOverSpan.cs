using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.Strategies;

/// <summary>Breaks the rule that a step receives one candle: a method of this one also receives the candles after it.</summary>
internal struct StepOverSpan : IStrategyStep
{
    public readonly bool Step(in Candle candle, out double price) => Step(candle, [], out price);

    private static bool Step(in Candle candle, ReadOnlySpan<Candle> laterCandles, out double price)
    {
        price = laterCandles.IsEmpty ? candle.Close : laterCandles[0].Close;
        return true;
    }
}
