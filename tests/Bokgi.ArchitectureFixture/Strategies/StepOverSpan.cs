using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.Strategies;

/// <summary>Breach: a step receives one candle, not the candles after it.</summary>
internal struct StepOverSpan : IStrategyStep
{
    public readonly bool Step(in Candle candle, out double price) => Step(candle, [], out price);

    private static bool Step(in Candle candle, ReadOnlySpan<Candle> laterCandles, out double price)
    {
        price = laterCandles.IsEmpty ? candle.Close : laterCandles[0].Close;
        return true;
    }
}
