using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>A bar that a backtest skips, because a price or the volume is missing or impossible.</summary>
/// <param name="TimeUtc">The bar's open time, microseconds UTC.</param>
/// <param name="Fault">Why the bar is invalid.</param>
public readonly record struct InvalidBar(long TimeUtc, CandleFault Fault);
