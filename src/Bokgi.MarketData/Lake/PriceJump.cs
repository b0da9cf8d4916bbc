namespace Bokgi.MarketData.Lake;

/// <summary>A close that differs from the preceding close, up or down, by more than a threshold.</summary>
/// <param name="TimeUtc">Open time of the later bar, microseconds UTC.</param>
/// <param name="Change">Close over previous close, minus 1; a fraction, negative for a fall.</param>
public readonly record struct PriceJump(long TimeUtc, double Change);
