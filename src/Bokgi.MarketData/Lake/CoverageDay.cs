namespace Bokgi.MarketData.Lake;

/// <summary>The stored and missing bars of a Korean day.</summary>
/// <param name="StartUtc">The start of the day, 00:00 KST, in microseconds UTC.</param>
/// <param name="Bars">The number of stored bars.</param>
/// <param name="ExpectedBars">The number of bars in a complete day; on the first and last day, only those within the stored range.</param>
/// <param name="NoTradeBars">Missing bars that the exchange is known never to have produced.</param>
public readonly record struct CoverageDay(long StartUtc, int Bars, int ExpectedBars, int NoTradeBars);
