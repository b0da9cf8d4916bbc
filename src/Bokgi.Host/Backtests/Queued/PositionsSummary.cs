namespace Bokgi.Host.Backtests.Queued;

/// <summary>A queued backtest so far. Money is in quote currency.</summary>
/// <param name="OpenPositions">How many positions are held.</param>
/// <param name="UnrealizedPnl">Their worth less what was paid.</param>
/// <param name="TotalTrades">Trades that are closed.</param>
/// <param name="RealizedPnl">Their profit after costs.</param>
/// <param name="SymbolsDone">Symbols that are replayed to their end.</param>
/// <param name="BarsDone">Bars that are replayed.</param>
/// <param name="BarsTotal">Bars that there are, about.</param>
internal sealed record PositionsSummary(
    int OpenPositions,
    double UnrealizedPnl,
    int TotalTrades,
    double RealizedPnl,
    int SymbolsDone,
    long BarsDone,
    long BarsTotal
);
