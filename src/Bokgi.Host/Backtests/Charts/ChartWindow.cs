using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;

namespace Bokgi.Host.Backtests.Charts;

/// <summary>Some candles of a run and their levels, at the cost of what is shown.</summary>
/// <param name="Lake">Where the candles are.</param>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="Whole">The run's range.</param>
/// <param name="Warmup">How many bars from before its range the run began with.</param>
internal sealed record ChartWindow(CandleLake Lake, Symbol Symbol, Timeframe Timeframe, TimeRange Whole, int Warmup)
{
    // Bars may be absent: a look goes a little further than the count says, and where that is not enough, so many times as far.
    private const int SpareBars = 64;
    private const int Widening = 8;

    /// <summary>Loads the candles from a time on, with what the strategy must have seen before the first of them.</summary>
    /// <param name="range">What is shown, within the run's range.</param>
    /// <param name="limit">How many candles of it at most are shown; one more is loaded if there is one.</param>
    /// <param name="lead">After how many bars a strategy steps as if it had seen all.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <returns>The candles, and which of them is the first to be shown.</returns>
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

    /// <summary>The price that each candle had to reach; NaN where there was none.</summary>
    public double[] Levels(CandleSeries candles, StrategyDefinition strategy, StrategyParameters parameters, CancellationToken cancel)
    {
        var trace = new LevelTrace(candles, cancel);
        strategy.Use(parameters, Timeframe, trace);
        return trace.Levels;
    }

    // What the run did not see must not be stepped: near its start the lead is what it had there.
    private CandleSeries LoadWithLead(TimeRange range, int lead, CancellationToken cancel)
    {
        var candles = Lake.LoadSeries(Symbol, Timeframe, range, lead, cancel);
        if (candles.Count == 0 || candles.Times[0] >= Whole.StartUtc)
            return candles;
        candles.Dispose();
        return Lake.LoadSeries(Symbol, Timeframe, range with { StartUtc = Whole.StartUtc }, Warmup, cancel);
    }
}
