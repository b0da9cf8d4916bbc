using Bokgi.Strategies;

namespace Bokgi.Backtesting;

/// <summary>A signal and its bar.</summary>
/// <param name="Bar">Index of the bar within the range.</param>
/// <param name="TimeUtc">Open time of the bar, UTC microseconds.</param>
/// <param name="Signal">The signal.</param>
public readonly record struct SignalRecord(int Bar, long TimeUtc, Signal Signal);
