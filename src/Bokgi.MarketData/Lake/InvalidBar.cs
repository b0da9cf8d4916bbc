using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>A bar that a backtest leaves out.</summary>
/// <param name="TimeUtc">Its open time, microseconds UTC.</param>
/// <param name="Fault">What is wrong with it.</param>
public readonly record struct InvalidBar(long TimeUtc, CandleFault Fault);
