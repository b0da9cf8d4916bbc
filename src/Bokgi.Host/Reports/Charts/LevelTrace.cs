using Bokgi.Series;
using Bokgi.Strategies;

namespace Bokgi.Host.Reports.Charts;

/// <summary>Steps a strategy over candles and records the price that each had to reach for a signal.</summary>
internal sealed class LevelTrace(CandleSeries candles, CancellationToken cancel) : IStepUser<double[]>
{
    private const int BarsBetweenLooks = 1 << 16;

    /// <returns>The level of each candle; NaN where there was none.</returns>
    public double[] Use<TStep>(TStep step)
        where TStep : struct, IStrategyStep
    {
        var levels = new double[candles.Count];
        for (var i = 0; i < levels.Length; i++)
        {
            if (i % BarsBetweenLooks == 0)
                cancel.ThrowIfCancellationRequested();
            step.Step(candles[i], out _);
            levels[i] = step.Level;
        }

        return levels;
    }
}
