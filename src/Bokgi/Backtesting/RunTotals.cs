using Bokgi.Markets;
using Bokgi.Performance;
using Bokgi.Trading;

namespace Bokgi.Backtesting;

/// <summary>
/// The figures of several pairs together, gathered pair by pair: curves added on the union of their times, trade figures pooled, buy-and-hold
/// the mean. The order in which pairs are added decides the last bits.
/// </summary>
public sealed class RunTotals : IDisposable
{
    private const int LikelyTrades = 1 << 20;

    private readonly EquityUnion equity = new();
    private readonly TradeFigures trades = new(LikelyTrades);
    private SignalStudy study;
    private double buyAndHold;
    private int unfilled;
    private int tooSmall;
    private int pairs;

    /// <summary>Adds a pair.</summary>
    /// <param name="times">Bar open times, UTC microseconds, rising; at least one.</param>
    /// <param name="marks">Equity at each bar's close, quote currency; same length.</param>
    /// <param name="own">The pair's trades, in order.</param>
    /// <param name="cash">Its share of the initial cash, quote currency.</param>
    /// <param name="counts">What was counted on its way; open bars are taken from the trades instead.</param>
    public void Add(ReadOnlySpan<long> times, ReadOnlySpan<double> marks, ReadOnlySpan<Trade> own, double cash, in RunCounts counts)
    {
        equity.Add(times, marks, own, cash);
        foreach (ref readonly var trade in own)
            trades.Add(trade);
        study.Add(counts.Study);
        unfilled += counts.Unfilled;
        tooSmall += counts.TooSmall;
        buyAndHold += counts.BuyAndHoldReturn;
        pairs++;
    }

    /// <summary>The figures of all pairs added so far; null when there are none.</summary>
    /// <param name="timeframe">The length of the bars of all pairs.</param>
    public PerformanceReport? Report(Timeframe timeframe)
    {
        if (pairs == 0)
            return null;
        var counts = new RunCounts(study, unfilled, equity.BarsOpen, buyAndHold / pairs, tooSmall);
        return PerformanceReport.Of(Curve(timeframe), trades, counts);
    }

    /// <summary>The equity of all pairs added so far, which is gone with the next one added; empty when there are none.</summary>
    /// <param name="timeframe">The length of the bars of all pairs.</param>
    public EquityCurve Curve(Timeframe timeframe) => new(equity.Times, equity.Marks, equity.InitialCash, timeframe);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => equity.Dispose();
}
