using Bokgi.Markets;
using Bokgi.Performance;
using Bokgi.Trading;

namespace Bokgi.Backtesting;

/// <summary>
/// The combined figures of several pairs. (A pair is one symbol traded by one strategy with its own account.) The pairs' equity curves are
/// added over the union of their times, the trades of all pairs count together, and the buy-and-hold return is the mean over the pairs. The
/// order in which pairs are added affects rounding.
/// </summary>
public sealed class RunTotals : IDisposable
{
    private readonly EquityUnion equity = new();
    private readonly TradeFigures trades = new();
    private SignalStudy study;
    private double buyAndHoldSum;
    private int unfilledEntries;
    private int tooSmallEntries;
    private int pairCount;

    /// <summary>Adds a pair.</summary>
    /// <param name="times">Bar open times, UTC microseconds, ascending; at least one.</param>
    /// <param name="marks">Equity at each bar's close, quote currency; as many as <paramref name="times"/>.</param>
    /// <param name="pairTrades">The pair's trades, in order.</param>
    /// <param name="cash">The pair's share of the initial cash, quote currency.</param>
    /// <param name="counts">The pair's counts, except the bars with a position, which are computed from the trades.</param>
    public void Add(ReadOnlySpan<long> times, ReadOnlySpan<double> marks, ReadOnlySpan<Trade> pairTrades, double cash, in RunCounts counts)
    {
        equity.Add(times, marks, pairTrades, cash);
        foreach (ref readonly var trade in pairTrades)
            trades.Add(trade);
        study.Add(counts.Study);
        unfilledEntries += counts.UnfilledEntries;
        tooSmallEntries += counts.TooSmallEntries;
        buyAndHoldSum += counts.BuyAndHoldReturn;
        pairCount++;
    }

    /// <summary>The figures of all pairs added so far; null if there are none.</summary>
    /// <param name="timeframe">The length of all pairs' bars.</param>
    public PerformanceReport? CreateReport(Timeframe timeframe)
    {
        if (pairCount == 0)
            return null;
        var counts = new RunCounts(study, unfilledEntries, equity.BarsWithPosition, buyAndHoldSum / pairCount, tooSmallEntries);
        return PerformanceReport.Create(Curve(timeframe), trades, counts);
    }

    /// <summary>The equity of all pairs added so far, valid until the next pair is added; empty if there are none.</summary>
    /// <param name="timeframe">The length of all pairs' bars.</param>
    public EquityCurve Curve(Timeframe timeframe) => new(equity.Times, equity.Marks, equity.InitialCash, timeframe);

    /// <summary>Returns memory to the pools.</summary>
    public void Dispose()
    {
        equity.Dispose();
        trades.Dispose();
    }
}
