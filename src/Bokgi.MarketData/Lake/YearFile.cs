using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>Where one year of one symbol and timeframe is kept.</summary>
/// <param name="Path">Full path of the Parquet file.</param>
/// <param name="Name">The path relative to the lake's root, with <c>/</c>, as messages show it.</param>
/// <param name="Symbol">The symbol its folder names.</param>
/// <param name="Timeframe">The timeframe its folder names.</param>
/// <param name="Year">The year its name tells, which may be meant in UTC or in KST.</param>
internal sealed record YearFile(string Path, string Name, Symbol Symbol, Timeframe Timeframe, int Year);
