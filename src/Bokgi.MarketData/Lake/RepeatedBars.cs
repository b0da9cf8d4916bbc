namespace Bokgi.MarketData.Lake;

/// <summary>Bars that occur twice in a series, some whole hours apart.</summary>
/// <param name="Hours">The distance in hours, 1 to 26.</param>
/// <param name="Bars">The number of repeated bars.</param>
public readonly record struct RepeatedBars(int Hours, int Bars);
