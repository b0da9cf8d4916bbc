using Bokgi.ArchitectureFixture.Performance;
using Bokgi.ArchitectureFixture.Series;
using Bokgi.ArchitectureFixture.Strategies;
using Bokgi.ArchitectureFixture.Trading;

namespace Bokgi.ArchitectureFixture.Backtesting;

internal static class Backtester
{
    public static PerformanceReport Run<TStep>(TStep step, IEnumerable<Candle> candles)
        where TStep : struct, IStrategyStep
    {
        var lastFill = default(Fill);
        foreach (var candle in candles)
        {
            if (step.Step(candle, out var price))
                lastFill = new Fill(price);
        }

        return new PerformanceReport(lastFill);
    }
}
