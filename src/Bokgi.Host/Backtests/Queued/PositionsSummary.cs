namespace Bokgi.Host.Backtests.Queued;

/// <summary>The state of a queued backtest. Money is in quote currency.</summary>
/// <param name="OpenPositions">The number of open positions.</param>
/// <param name="UnrealizedPnl">The value of the open positions minus the amount paid for them.</param>
/// <param name="TotalTrades">The number of closed trades.</param>
/// <param name="RealizedPnl">The profit of the closed trades, after costs.</param>
/// <param name="SymbolsDone">The number of completely replayed symbols.</param>
/// <param name="BarsDone">The number of replayed bars.</param>
/// <param name="BarsTotal">The approximate total number of bars.</param>
internal sealed record PositionsSummary(
    int OpenPositions,
    double UnrealizedPnl,
    int TotalTrades,
    double RealizedPnl,
    int SymbolsDone,
    long BarsDone,
    long BarsTotal
);
