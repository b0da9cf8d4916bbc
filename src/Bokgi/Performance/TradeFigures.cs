using Bokgi.Kernels;
using Bokgi.Markets;
using Bokgi.Trading;

namespace Bokgi.Performance;

/// <summary>The figures that come from trades alone, gathered trade by trade; the order of the trades decides the last bits.</summary>
/// <param name="capacity">
/// How many trades to leave room for at first. A room that is too large costs nothing, since memory is only taken where it is written;
/// one that is too small is outgrown, and what was outgrown lies about until it is collected.
/// </param>
public sealed class TradeFigures(int capacity = 256)
{
    private double[] returns = [];
    private double sumOfReturns;
    private double sumOfPnl;
    private double sumOfSquaredPnl;
    private double meanPnl;
    private double best = double.NegativeInfinity;
    private double worst = double.PositiveInfinity;
    private double grossProfit;
    private double grossLoss;
    private int losses;
    private long holdBars;
    private long holdMicroseconds;

    /// <summary>Trades gathered.</summary>
    public int Count { get; private set; }

    /// <summary>Trades with a pnl above 0.</summary>
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

    /// <summary>Pnl of all trades, quote currency.</summary>
    public double TotalPnl => sumOfPnl;

    /// <summary>Mean pnl, quote currency.</summary>
    public double? Expectancy => Mean(sumOfPnl);

    /// <summary>Mean bars held.</summary>
    public double? AverageHoldBars => Mean(holdBars);

    /// <summary>Mean seconds from entry to exit.</summary>
    public double? AverageHoldSeconds => Mean((double)holdMicroseconds / UnixTime.MicrosecondsPerSecond);

    /// <summary>Gross profit over gross loss; null without a loss that is more than rounding.</summary>
    public double? ProfitFactor => FigureRatio.Of(grossProfit, grossLoss, scale: grossProfit);

    /// <summary>Mean win over mean loss; null without a winner or without a loss that is more than rounding.</summary>
    public double? PayoffRatio => FigureRatio.Of(grossProfit / Wins, grossLoss / losses, scale: grossProfit / Wins);

    /// <summary>
    /// System quality number: root of the number of trades times mean over sample deviation of pnl (Van Tharp, 2008); null under two trades,
    /// and where all pnl are equal but for rounding.
    /// </summary>
    public double? Sqn =>
        FigureRatio.Of(Math.Sqrt(Count) * (sumOfPnl / Count), Math.Sqrt(sumOfSquaredPnl / (Count - 1)), scale: sumOfPnl / Count);

    /// <summary>Takes one more trade.</summary>
    public void Add(in Trade trade)
    {
        if (Count == returns.Length)
            Array.Resize(ref returns, Math.Max(capacity, Count * 2));
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

    /// <summary>Middle return, a fraction; null without trades.</summary>
    public double? MedianReturn()
    {
        // In place, since nobody asks for the order of the returns, and a long run has millions of them.
        return Count == 0 ? null : OrderStatistic.Median(returns.AsSpan(0, Count));
    }

    /// <summary>Forgets all trades and keeps the memory.</summary>
    public void Clear()
    {
        (Count, Wins, losses) = (0, 0, 0);
        (holdBars, holdMicroseconds) = (0, 0);
        (sumOfReturns, sumOfPnl, sumOfSquaredPnl, meanPnl) = (0, 0, 0, 0);
        (grossProfit, grossLoss, FeesPaid, SlippagePaid) = (0, 0, 0, 0);
        (best, worst) = (double.NegativeInfinity, double.PositiveInfinity);
    }

    // Squared deviations by Welford (1962), exact enough however many trades there are. Wins and losses are counted without a branch, since
    // which of them comes next cannot be foretold.
    private void AddPnl(double pnl)
    {
        sumOfPnl += pnl;
        var distance = pnl - meanPnl;
        meanPnl += distance * (1.0 / Count);
        sumOfSquaredPnl += distance * (pnl - meanPnl);
        Wins += pnl > 0 ? 1 : 0;
        losses += pnl < 0 ? 1 : 0;
        grossProfit += double.MaxNative(pnl, 0);
        grossLoss -= double.MinNative(pnl, 0);
    }

    private double? Mean(double sum) => Count == 0 ? null : sum / Count;
}
