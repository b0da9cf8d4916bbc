namespace Bokgi.Performance;

/// <summary>Further results of a replay, besides its equity curve and its trades.</summary>
/// <param name="Study">The study of all signals; its sample count is the number of signals.</param>
/// <param name="UnfilledEntries">Entries that were not made because the candles ended before they could be filled.</param>
/// <param name="BarsWithPosition">Number of bars at whose close a position was open.</param>
/// <param name="BuyAndHoldReturn">Last close divided by first open, minus 1.</param>
/// <param name="TooSmallEntries">Entries that were not made because they were below the exchange's minimum order value.</param>
public readonly record struct RunCounts(
    SignalStudy Study,
    int UnfilledEntries,
    int BarsWithPosition,
    double BuyAndHoldReturn,
    int TooSmallEntries = 0
);
