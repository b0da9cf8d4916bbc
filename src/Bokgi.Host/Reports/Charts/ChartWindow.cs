using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;

namespace Bokgi.Host.Reports.Charts;

/// <summary>Part of a run's candles with their levels; loads only as much as is shown.</summary>
/// <param name="Lake">The candles.</param>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="Whole">The run's range.</param>
/// <param name="Warmup">The run's number of warm-up bars before its range.</param>
internal sealed record ChartWindow(CandleLake Lake, Symbol Symbol, Timeframe Timeframe, TimeRange Whole, int Warmup)
{
    // Bars may be missing, so a read covers a little more than the requested count, and is widened by this factor if that is not enough.
    private const int SpareBars = 64;
    private const int Widening = 8;

    /// <summary>Loads the candles from a time on, preceded by those that the strategy needs to have seen.</summary>
    /// <param name="range">The range to show, within the run's range.</param>
    /// <param name="limit">The most candles to show; one more is loaded if there is one.</param>
    /// <param name="lead">The number of bars after which a strategy behaves as if it had seen all bars.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <returns>The candles, and the index of the first one to show.</returns>
    public (CandleSeries Candles, int From) Load(TimeRange range, int limit, int lead, CancellationToken cancel)
    {
        var reach = ((Int128)limit + (limit / 4) + SpareBars) * Timeframe.NominalMicroseconds;
        while (true)
        {
            var end = (long)Int128.Min(Math.Max(range.StartUtc, range.EndUtc), range.StartUtc + reach);
            var candles = LoadWithLead(new TimeRange(range.StartUtc, end), lead, cancel);
            var from = candles.IndexOf(range.StartUtc);
            if (candles.Count - from > limit || end >= range.EndUtc)
                return (candles, from);
            candles.Dispose();
            reach *= Widening;
        }
    }

    /// <summary>The price that each candle had to reach for a signal; NaN where there was none.</summary>
    public double[] Levels(CandleSeries candles, StrategyDefinition strategy, StrategyParameters parameters, CancellationToken cancel) =>
        strategy.Use(parameters, Timeframe, new LevelTrace(candles, cancel));

    // Bars that the run did not see must not be stepped; near its start the lead is the run's own warm-up.
    private CandleSeries LoadWithLead(TimeRange range, int lead, CancellationToken cancel)
    {
        var candles = Lake.LoadSeries(Symbol, Timeframe, range, lead, cancel);
        if (candles.Count == 0 || candles.Times[0] >= Whole.StartUtc)
            return candles;
        candles.Dispose();
        return Lake.LoadSeries(Symbol, Timeframe, range with { StartUtc = Whole.StartUtc }, Warmup, cancel);
    }
}
