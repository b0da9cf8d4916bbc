using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>What a resampling made.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="From">The length of the bars that were joined.</param>
/// <param name="To">The length of the new bars.</param>
/// <param name="Added">Bars stored that were not there before.</param>
/// <param name="Replaced">Stored bars that were replaced by different ones.</param>
/// <param name="Kept">Stored bars left as they are.</param>
/// <param name="Incomplete">Periods left out because bars are absent in them and nobody knows why.</param>
public sealed record ResampleSummary(Symbol Symbol, Timeframe From, Timeframe To, int Added, int Replaced, int Kept, int Incomplete);
