using Bokgi.Strategies;

namespace Bokgi.Backtesting;

/// <summary>A signal and where it fell.</summary>
/// <param name="Bar">Index of its bar among the bars of the range.</param>
/// <param name="TimeUtc">Open time of its bar, UTC microseconds.</param>
/// <param name="Signal">The signal.</param>
public readonly record struct SignalRecord(int Bar, long TimeUtc, Signal Signal);
