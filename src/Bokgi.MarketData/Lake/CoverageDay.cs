namespace Bokgi.MarketData.Lake;

/// <summary>How much of a Korean day is stored.</summary>
/// <param name="StartUtc">When the day begins, 00:00 KST, microseconds UTC.</param>
/// <param name="Bars">Bars that are there.</param>
/// <param name="ExpectedBars">Bars there would be; of the first and last day only those between the first and the last bar.</param>
/// <param name="NoTradeBars">Absent bars of which it is known that the exchange never made them.</param>
public readonly record struct CoverageDay(long StartUtc, int Bars, int ExpectedBars, int NoTradeBars);
