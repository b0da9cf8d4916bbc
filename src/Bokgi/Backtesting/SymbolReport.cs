using Bokgi.Markets;
using Bokgi.Performance;
using Bokgi.Series;

namespace Bokgi.Backtesting;

/// <summary>What came of one symbol of a run.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Figures">Its figures.</param>
/// <param name="Quality">What had to be put right in its candles, warm-up included.</param>
public sealed record SymbolReport(Symbol Symbol, PerformanceReport Figures, SeriesQuality Quality);
