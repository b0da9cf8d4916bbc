namespace Bokgi.MarketData.Lake.Import;

/// <summary>A column of a file and its meaning.</summary>
/// <param name="Source">The column's name in the file, or its position when it has none.</param>
/// <param name="Meaning">
/// <c>timestamp</c>, <c>time of day</c>, <c>open</c>, <c>high</c>, <c>low</c>, <c>close</c>, <c>volume</c>, <c>symbol</c> or
/// <c>timeframe</c>.
/// </param>
public sealed record ColumnChoice(string Source, string Meaning);
