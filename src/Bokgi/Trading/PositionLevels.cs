namespace Bokgi.Trading;

/// <summary>The prices at which a position is sold on its next bar, as it stands.</summary>
/// <param name="Stop">At or below it; null when no stop is set. Quote currency.</param>
/// <param name="StopReason">Which of the stops that is: of two the higher one is in force.</param>
/// <param name="Target">At or above it; null when no target is set. Quote currency.</param>
public readonly record struct PositionLevels(double? Stop, ExitReason? StopReason, double? Target);
