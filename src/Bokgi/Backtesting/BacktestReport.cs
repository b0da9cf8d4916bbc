using Bokgi.Markets;
using Bokgi.Performance;

namespace Bokgi.Backtesting;

/// <summary>The results of a run.</summary>
/// <param name="Symbols">The symbols that had candles, in the order of the request.</param>
/// <param name="Missing">The symbols that had no candles.</param>
/// <param name="Totals">Combined figures of all pairs; null if no symbol had candles.</param>
public sealed record BacktestReport(IReadOnlyList<SymbolReport> Symbols, IReadOnlyList<Symbol> Missing, PerformanceReport? Totals);
