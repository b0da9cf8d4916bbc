using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>The result of an import.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="Written">The changes made to the lake.</param>
public sealed record ImportOutcome(Symbol Symbol, Timeframe Timeframe, WriteSummary Written);
