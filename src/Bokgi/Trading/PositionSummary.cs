namespace Bokgi.Trading;

/// <summary>A <see cref="PositionManager"/>'s book in figures. Money is in quote currency.</summary>
/// <param name="OpenPositions">Positions that are held.</param>
/// <param name="ClosedPositions">Positions that were closed.</param>
/// <param name="Wins">Closed positions that made money; one that made none is neither win nor loss.</param>
/// <param name="WinRate">Wins over closed positions; null while there are none.</param>
/// <param name="RealizedPnl">Of closed positions, all costs included.</param>
/// <param name="UnrealizedPnl">Of held positions, at their current prices.</param>
/// <param name="FeesPaid">Of both legs.</param>
/// <param name="SlippagePaid">Of both legs.</param>
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
