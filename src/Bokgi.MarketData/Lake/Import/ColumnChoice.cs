namespace Bokgi.MarketData.Lake.Import;

/// <summary>One column of a file and what it was taken for.</summary>
/// <param name="Source">The file's name for it, or its place where it has none.</param>
/// <param name="Meaning">
/// <c>timestamp</c>, <c>open</c>, <c>high</c>, <c>low</c>, <c>close</c>, <c>volume</c>, <c>symbol</c> or <c>timeframe</c>.
/// </param>
public sealed record ColumnChoice(string Source, string Meaning);
