using System.Buffers;
using Bokgi.Kernels;
using Bokgi.Markets;
using Bokgi.Trading;

namespace Bokgi.Performance;

/// <summary>Figures computed from trades alone, accumulated trade by trade. The order of the trades affects rounding.</summary>
public sealed class TradeFigures : IDisposable
{
    private const int InitialCapacity = 256;

    private double[] returns = [];
    private double sumOfReturns;
    private double sumOfPnl;
    private double sumOfSquaredDeviations;
    private double meanPnl;
    private double best = double.NegativeInfinity;
    private double worst = double.PositiveInfinity;
    private double grossProfit;
    private double grossLoss;
    private int losses;
    private long holdBars;
    private long holdMicroseconds;

    /// <summary>Number of trades.</summary>
    public int Count { get; private set; }

    /// <summary>Number of trades with a PnL above 0.</summary>
    public int Wins { get; private set; }

    /// <summary>Fees of all legs, quote currency.</summary>
    public double FeesPaid { get; private set; }

    /// <summary>Slippage of all legs, quote currency.</summary>
    public double SlippagePaid { get; private set; }

    /// <summary>Largest return, a fraction; null without trades.</summary>
    public double? BestReturn => Count == 0 ? null : best;

    /// <summary>Smallest return, a fraction; null without trades.</summary>
    public double? WorstReturn => Count == 0 ? null : worst;

    /// <summary>Wins as a fraction of all trades.</summary>
    public double? WinRate => Mean(Wins);

    /// <summary>Mean return, a fraction.</summary>
    public double? AverageReturn => Mean(sumOfReturns);

    /// <summary>PnL of all trades, quote currency.</summary>
    public double TotalPnl => sumOfPnl;

    /// <summary>Mean PnL, quote currency.</summary>
    public double? Expectancy => Mean(sumOfPnl);

    /// <summary>Mean number of bars held.</summary>
    public double? AverageHoldBars => Mean(holdBars);

    /// <summary>Mean seconds from entry to exit.</summary>
    public double? AverageHoldSeconds => Mean((double)holdMicroseconds / UnixTime.MicrosecondsPerSecond);

    /// <summary>Gross profit divided by gross loss; null without losses beyond rounding error.</summary>
    public double? ProfitFactor => FigureRatio.Divide(grossProfit, grossLoss, scale: grossProfit);

    /// <summary>Mean win divided by mean loss; null without a win or without losses beyond rounding error.</summary>
    public double? PayoffRatio => FigureRatio.Divide(grossProfit / Wins, grossLoss / losses, scale: grossProfit / Wins);

    /// <summary>
    /// System quality number: square root of the number of trades, times mean PnL divided by its sample deviation (Van Tharp, 2008); null
    /// with fewer than two trades, or if all PnLs are equal within rounding error.
    /// </summary>
    public double? Sqn =>
        FigureRatio.Divide(Math.Sqrt(Count) * (sumOfPnl / Count), Math.Sqrt(sumOfSquaredDeviations / (Count - 1)), scale: sumOfPnl / Count);

    /// <summary>Adds a trade.</summary>
    public void Add(in Trade trade)
    {
        if (Count == returns.Length)
            Grow();
        returns[Count++] = trade.Return;
        sumOfReturns += trade.Return;
        best = double.MaxNative(best, trade.Return);
        worst = double.MinNative(worst, trade.Return);
        AddPnl(trade.Pnl);
        holdBars += trade.BarsHeld;
        holdMicroseconds += trade.ExitTimeUtc - trade.EntryTimeUtc;
        FeesPaid += trade.Fees;
        SlippagePaid += trade.SlippageCost;
    }

    /// <summary>Median return, a fraction; null without trades.</summary>
    public double? MedianReturn()
    {
        // Reorders the returns in place instead of copying them: nothing else depends on their order, and a long run has millions.
        return Count == 0 ? null : OrderStatistic.Median(returns.AsSpan(0, Count));
    }

    /// <summary>Removes all trades but keeps the memory.</summary>
    public void Clear()
    {
        (Count, Wins, losses) = (0, 0, 0);
        (holdBars, holdMicroseconds) = (0, 0);
        (sumOfReturns, sumOfPnl, sumOfSquaredDeviations, meanPnl) = (0, 0, 0, 0);
        (grossProfit, grossLoss, FeesPaid, SlippagePaid) = (0, 0, 0, 0);
        (best, worst) = (double.NegativeInfinity, double.PositiveInfinity);
    }

    /// <summary>Removes all trades and returns pooled memory.</summary>
    public void Dispose()
    {
        Clear();
        Replace([]);
    }

    private void Grow()
    {
        var grown = ArrayPool<double>.Shared.Rent(Math.Max(InitialCapacity, Count * 2));
        returns.AsSpan(0, Count).CopyTo(grown);
        Replace(grown);
    }

    private void Replace(double[] array)
    {
        if (returns.Length > 0)
            ArrayPool<double>.Shared.Return(returns);
        returns = array;
    }

    // Squared deviations by Welford (1962), which stays accurate for any number of trades. Wins and losses are counted without branches
    // because their order is unpredictable.
    private void AddPnl(double pnl)
    {
        sumOfPnl += pnl;
        var deviation = pnl - meanPnl;
        meanPnl += deviation * (1.0 / Count);
        sumOfSquaredDeviations += deviation * (pnl - meanPnl);
        Wins += pnl > 0 ? 1 : 0;
        losses += pnl < 0 ? 1 : 0;
        grossProfit += double.MaxNative(pnl, 0);
        grossLoss -= double.MinNative(pnl, 0);
    }

    private double? Mean(double sum) => Count == 0 ? null : sum / Count;
}
