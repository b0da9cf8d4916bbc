namespace Bokgi.MarketData.Lake;

/// <summary>Bars that are absent between two that are there.</summary>
/// <param name="FromUtc">Open of the first absent bar, microseconds UTC.</param>
/// <param name="ToUtc">Open of the bar after the last absent one, microseconds UTC.</param>
/// <param name="Bars">How many are absent, at least 1.</param>
/// <param name="Reason">Why, as far as it is known.</param>
public readonly record struct CandleGap(long FromUtc, long ToUtc, long Bars, CandleGapReason Reason);
