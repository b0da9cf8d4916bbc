namespace Bokgi.MarketData.Lake;

/// <summary>Consecutive missing bars, all for the same reason.</summary>
/// <param name="FromUtc">The open of the first missing bar, microseconds UTC.</param>
/// <param name="ToUtc">The open of the bar after the last missing bar, microseconds UTC.</param>
/// <param name="Bars">The number of missing bars, at least 1.</param>
/// <param name="Reason">Why the bars are missing, if known.</param>
public readonly record struct CandleGap(long FromUtc, long ToUtc, long Bars, CandleGapReason Reason);
