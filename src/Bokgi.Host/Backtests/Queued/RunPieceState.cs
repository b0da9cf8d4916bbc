namespace Bokgi.Host.Backtests.Queued;

/// <summary>How a piece of a run stands.</summary>
/// <param name="Symbols">Symbols done.</param>
/// <param name="Trades">Trades of all its symbols so far.</param>
/// <param name="RealizedPnl">Their profit after costs, quote currency.</param>
/// <param name="Position">What is held at the bar that was done last, if anything.</param>
internal sealed record RunPieceState(int Symbols, int Trades, double RealizedPnl, PositionDocument? Position);
