using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>What an import stored.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="Written">What the lake did with the rows.</param>
public sealed record ImportOutcome(Symbol Symbol, Timeframe Timeframe, WriteSummary Written);
