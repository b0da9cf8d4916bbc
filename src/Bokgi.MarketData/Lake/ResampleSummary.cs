using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>The result of a resampling.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="From">The length of the source bars.</param>
/// <param name="To">The length of the new bars.</param>
/// <param name="Added">New bars stored.</param>
/// <param name="Replaced">Stored bars that were replaced by different ones.</param>
/// <param name="Kept">Stored bars left unchanged.</param>
/// <param name="Incomplete">Periods skipped because they have not ended, or because bars are missing in them for an unknown reason.</param>
public sealed record ResampleSummary(Symbol Symbol, Timeframe From, Timeframe To, int Added, int Replaced, int Kept, int Incomplete);
