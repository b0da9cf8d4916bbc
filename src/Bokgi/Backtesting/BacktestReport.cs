using Bokgi.Markets;
using Bokgi.Performance;

namespace Bokgi.Backtesting;

/// <summary>What came of a run.</summary>
/// <param name="Symbols">The symbols that had candles, in the order of the request.</param>
/// <param name="Missing">The symbols that had none.</param>
/// <param name="Totals">Figures of all pairs together; null when no symbol had candles.</param>
public sealed record BacktestReport(IReadOnlyList<SymbolReport> Symbols, IReadOnlyList<Symbol> Missing, PerformanceReport? Totals);
