using Bokgi.Performance;

namespace Bokgi.Backtesting.Sweeps;

/// <summary>Receives the figures of a sweep as they are computed, once for every setting and series with candles in the range.</summary>
/// <param name="setting">The setting's number in the grid.</param>
/// <param name="seriesIndex">The index of the series.</param>
/// <param name="figures">The figures, bit-for-bit equal to those of a single replay.</param>
/// <remarks>Called by all threads of the sweep concurrently, in no particular order.</remarks>
public delegate void SweepSink(int setting, int seriesIndex, PerformanceReport figures);
