using Bokgi.Series;
using Bokgi.Strategies;

namespace Bokgi.Host.Reports.Charts;

/// <summary>Steps a strategy over candles and records the price that each had to reach for a signal.</summary>
internal sealed class LevelTrace(CandleSeries candles, CancellationToken cancel) : IStepUser
{
    private const int BarsBetweenLooks = 1 << 16;

    /// <summary>The level of each candle; NaN where there was none.</summary>
    public double[] Levels { get; } = new double[candles.Count];

    public void Use<TStep>(TStep step)
        where TStep : struct, IStrategyStep
    {
        for (var i = 0; i < Levels.Length; i++)
        {
            if (i % BarsBetweenLooks == 0)
                cancel.ThrowIfCancellationRequested();
            step.Step(candles[i], out _);
            Levels[i] = step.Level;
        }
    }
}
