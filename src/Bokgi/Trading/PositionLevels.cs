namespace Bokgi.Trading;

/// <summary>The prices at which a position is sold on its next bar.</summary>
/// <param name="Stop">Sell at or below this price, quote currency; null without a stop.</param>
/// <param name="StopReason">Which stop this is, the stop loss or the trailing stop; if both are set, the higher one applies.</param>
/// <param name="Target">Sell at or above this price, quote currency; null without a target.</param>
public readonly record struct PositionLevels(double? Stop, ExitReason? StopReason, double? Target);
