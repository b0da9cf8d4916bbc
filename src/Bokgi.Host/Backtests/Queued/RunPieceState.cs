namespace Bokgi.Host.Backtests.Queued;

/// <summary>The progress of a piece of a run.</summary>
/// <param name="Symbols">The number of completed symbols.</param>
/// <param name="Trades">The trades of all its symbols so far.</param>
/// <param name="RealizedPnl">Their profit after costs, quote currency.</param>
/// <param name="Position">The position at the latest bar, if any.</param>
internal sealed record RunPieceState(int Symbols, int Trades, double RealizedPnl, PositionDocument? Position);
