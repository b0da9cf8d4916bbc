namespace Bokgi.MarketData.Lake;

/// <summary>Bars that stand in a series twice, some whole hours apart.</summary>
/// <param name="Hours">How many hours later they stand again, 1 to 26.</param>
/// <param name="Bars">How many stand there again.</param>
public readonly record struct RepeatedBars(int Hours, int Bars);
