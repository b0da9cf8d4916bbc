using Bokgi.Performance;

namespace Bokgi.Backtesting.Sweeps;

/// <summary>Takes the figures of a sweep as they are made, once for every setting and every series with candles in the range.</summary>
/// <param name="setting">The setting's place in the grid.</param>
/// <param name="of">The place of the series among those given.</param>
/// <param name="figures">Those of a single replay, to the bit.</param>
/// <remarks>Called by all threads of the sweep at once, in no order.</remarks>
public delegate void SweepSink(int setting, int of, PerformanceReport figures);
