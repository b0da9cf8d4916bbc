using Bokgi.Markets;
using Bokgi.Performance;
using Bokgi.Series;

namespace Bokgi.Backtesting;

/// <summary>The results of one symbol of a run.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Figures">The symbol's figures.</param>
/// <param name="Quality">What was corrected in the symbol's candles, including warm-up.</param>
public sealed record SymbolReport(Symbol Symbol, PerformanceReport Figures, SeriesQuality Quality);
