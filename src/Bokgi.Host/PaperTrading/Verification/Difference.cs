namespace Bokgi.Host.PaperTrading.Verification;

/// <summary>Something in which a session and its replay differ.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Symbol">The market.</param>
/// <param name="StrategyName">The strategy; null for a candle.</param>
/// <param name="Time">Open of the bar, or when the position was entered.</param>
/// <param name="Expected">What the backtest gives, or the exchange tells; null for nothing.</param>
/// <param name="Actual">What the session has; null for nothing.</param>
internal sealed record Difference(DifferenceKind Kind, string Symbol, string? StrategyName, string Time, string? Expected, string? Actual);
