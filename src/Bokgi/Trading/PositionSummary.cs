namespace Bokgi.Trading;

/// <summary>Summary of a <see cref="PositionManager"/>'s book. Money is in quote currency.</summary>
/// <param name="OpenPositions">Number of open positions.</param>
/// <param name="ClosedPositions">Number of closed positions.</param>
/// <param name="Wins">Closed positions with a profit above 0. A profit of exactly 0 is neither a win nor a loss.</param>
/// <param name="WinRate">Wins divided by closed positions; null if there are none.</param>
/// <param name="RealizedPnl">Realized profit of closed positions, including all costs.</param>
/// <param name="UnrealizedPnl">Unrealized profit of open positions at their current prices.</param>
/// <param name="FeesPaid">Fees of entries and exits.</param>
/// <param name="SlippagePaid">Slippage costs of entries and exits.</param>
public sealed record PositionSummary(
    int OpenPositions,
    int ClosedPositions,
    int Wins,
    decimal? WinRate,
    decimal RealizedPnl,
    decimal UnrealizedPnl,
    decimal FeesPaid,
    decimal SlippagePaid
);
