using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>A bar that a backtest skips.</summary>
/// <param name="TimeUtc">Its open time, microseconds UTC.</param>
/// <param name="Fault">Why it is invalid.</param>
public readonly record struct InvalidBar(long TimeUtc, CandleFault Fault);
