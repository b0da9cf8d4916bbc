namespace Bokgi.Host.PaperTrading.Verification;

/// <summary>A difference between a session and its replay.</summary>
/// <param name="Kind">What differs.</param>
/// <param name="Symbol">The market.</param>
/// <param name="StrategyName">The strategy; null for a candle.</param>
/// <param name="Time">When the bar opened or the position was entered.</param>
/// <param name="Expected">The value in the backtest or from the exchange; null if there is none.</param>
/// <param name="Actual">The value in the session; null if there is none.</param>
internal sealed record Difference(DifferenceKind Kind, string Symbol, string? StrategyName, string Time, string? Expected, string? Actual);
