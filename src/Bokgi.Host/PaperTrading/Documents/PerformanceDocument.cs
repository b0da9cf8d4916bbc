using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Performance;

namespace Bokgi.Host.PaperTrading.Documents;

/// <summary>
/// Figures of a whole session. Money is in quote currency, ratios are fractions; a figure that cannot be computed is null.
/// </summary>
internal sealed record PerformanceDocument
{
    public required double InitialCash { get; init; }

    /// <summary>Equity at the last close, with open positions valued at that close.</summary>
    public required double Equity { get; init; }

    /// <summary>Realized and unrealized profit or loss.</summary>
    public required decimal TotalPnl { get; init; }
    public required decimal RealizedPnl { get; init; }
    public required decimal UnrealizedPnl { get; init; }
    public required double TotalReturn { get; init; }
    public required int TotalTrades { get; init; }
    public required int Wins { get; init; }
    public required double? WinRate { get; init; }

    /// <summary>Largest decline of the equity from its peak, measured at bar closes, as a fraction of that peak.</summary>
    public required double MaxDrawdown { get; init; }
    public required double? ProfitFactor { get; init; }
    public required decimal? Expectancy { get; init; }
    public required double? AvgReturn { get; init; }
    public required double? BestReturn { get; init; }
    public required double? WorstReturn { get; init; }
    public required double? AvgHoldBars { get; init; }
    public required decimal FeesPaid { get; init; }
    public required decimal SlippagePaid { get; init; }
    public required int Signals { get; init; }

    public static PerformanceDocument Of(PaperSession session)
    {
        var figures = session.Figures;
        var unrealized = session.Pairs.Sum(pair => pair.Position is { } position ? UnrealizedPnlOf(session, pair, position) : 0);
        var trades = figures.Trades;
        return new PerformanceDocument
        {
            InitialCash = session.Plan.InitialCash,
            Equity = session.Equity,
            TotalPnl = figures.RealizedPnl + unrealized,
            RealizedPnl = figures.RealizedPnl,
            UnrealizedPnl = unrealized,
            TotalReturn = (session.Equity / session.Plan.InitialCash) - 1,
            TotalTrades = trades,
            Wins = figures.Wins,
            WinRate = trades > 0 ? (double)figures.Wins / trades : null,
            MaxDrawdown = figures.MaximumDrawdown,
            ProfitFactor = FigureRatio.Divide((double)figures.GrossProfit, (double)figures.GrossLoss, scale: (double)figures.GrossProfit),
            Expectancy = trades > 0 ? figures.RealizedPnl / trades : null,
            AvgReturn = trades > 0 ? figures.SumOfReturns / trades : null,
            BestReturn = trades > 0 ? figures.BestReturn : null,
            WorstReturn = trades > 0 ? figures.WorstReturn : null,
            AvgHoldBars = trades > 0 ? (double)figures.BarsHeld / trades : null,
            FeesPaid = figures.FeesPaid,
            SlippagePaid = figures.SlippagePaid,
            Signals = figures.Signals,
        };
    }

    /// <summary>
    /// Value of a position at the last close minus what was paid for it, including the entry fee. The costs of a sale are not subtracted.
    /// </summary>
    public static decimal UnrealizedPnlOf(PaperSession session, PaperPair pair, in OpenPosition position) =>
        ((decimal)position.Quantity * (decimal)session.Latest[pair.Plan.Symbol].Close) - (decimal)position.EntryCost;
}
