namespace Bokgi.MarketData.Lake;

/// <summary>Missing bars between two stored ones.</summary>
/// <param name="FromUtc">The open of the first missing bar, microseconds UTC.</param>
/// <param name="ToUtc">The open of the bar after the last missing one, microseconds UTC.</param>
/// <param name="Bars">The number of missing bars, at least 1.</param>
/// <param name="Reason">Why they are missing, if known.</param>
public readonly record struct CandleGap(long FromUtc, long ToUtc, long Bars, CandleGapReason Reason);
