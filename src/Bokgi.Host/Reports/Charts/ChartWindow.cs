namespace Bokgi.Host.Reports.Charts;

/// <summary>Loads only the part of a run's candles that a chart shows, and computes the price levels that signals require.</summary>
/// <param name="Lake">The candles.</param>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="RunRange">The range of the whole run.</param>
/// <param name="Warmup">The number of bars before the range that the run fed to its strategy.</param>
internal sealed record ChartWindow(CandleLake Lake, Symbol Symbol, Timeframe Timeframe, TimeRange RunRange, int Warmup)
{
    private const int BarsBetweenCancelChecks = 1 << 16;

    /// <summary>
    /// Loads up to <paramref name="limit"/> candles of a range, the candle after them, and the candles before the range with which the strategy
    /// warms up.
    /// </summary>
    /// <returns>The candles, and the index of the first one to show.</returns>
    public (CandleSeries Candles, int From) Load(TimeRange range, int limit, int warmUpBars, CancellationToken cancel)
    {
        var candles = Lake.LoadFirst(Symbol, Timeframe, range, limit + 1, warmUpBars, cancel); // one more starts the next part
        if (candles.Count > 0 && candles.Times[0] < RunRange.StartUtc)
        {
            // The strategy must not see bars that the run did not see, so near the start of the run only the run's own warm-up is loaded.
            var rangeFromRunStart = new TimeRange(RunRange.StartUtc, candles.Times[^1] + 1);
            candles.Dispose();
            candles = Lake.LoadSeries(Symbol, Timeframe, rangeFromRunStart, Warmup, cancel);
        }

        return (candles, candles.FirstIndexAtOrAfter(range.StartUtc));
    }

    /// <summary>The price that each candle had to reach for a signal; NaN where there was no such price.</summary>
    public double[] ComputeLevels(
        CandleSeries candles,
        StrategyDefinition strategy,
        StrategyParameters parameters,
        CancellationToken cancel
    ) => strategy.VisitStep(parameters, Timeframe, new LevelTrace(candles, cancel));

    private sealed class LevelTrace(CandleSeries candles, CancellationToken cancel) : IStepVisitor<double[]>
    {
        public double[] Visit<TStep>(TStep step)
            where TStep : struct, IStrategyStep
        {
            var levels = new double[candles.Count];
            for (var i = 0; i < levels.Length; i++)
            {
                if (i % BarsBetweenCancelChecks == 0)
                    cancel.ThrowIfCancellationRequested();
                step.Step(candles[i], out _);
                levels[i] = step.Level;
            }

            return levels;
        }
    }
}
