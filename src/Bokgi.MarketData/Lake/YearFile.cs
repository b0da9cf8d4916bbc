using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>The file of one year of a symbol and timeframe.</summary>
/// <param name="Path">The full path of the Parquet file.</param>
/// <param name="Name">The path relative to the lake's root, with <c>/</c>, as messages show it.</param>
/// <param name="Symbol">The symbol, from the folder name.</param>
/// <param name="Timeframe">The timeframe, from the folder name.</param>
/// <param name="Year">The year, from the file name; it may be a UTC or a KST year.</param>
internal sealed record YearFile(string Path, string Name, Symbol Symbol, Timeframe Timeframe, int Year);
