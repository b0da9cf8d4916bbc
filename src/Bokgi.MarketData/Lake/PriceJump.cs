namespace Bokgi.MarketData.Lake;

/// <summary>A close whose change from the preceding close is above a threshold.</summary>
/// <param name="TimeUtc">Open time of the later bar, microseconds UTC.</param>
/// <param name="Change">Close over previous close, minus 1; a fraction.</param>
public readonly record struct PriceJump(long TimeUtc, double Change);
