namespace Bokgi.Performance;

/// <summary>What is counted while candles are stepped.</summary>
/// <param name="Study">The signals as trades of their own; its samples are the signals.</param>
/// <param name="Unfilled">Entries that would have been due after the last bar.</param>
/// <param name="BarsOpen">Bars at whose end a position was open.</param>
/// <param name="BuyAndHoldReturn">Last close over first open, less 1.</param>
/// <param name="TooSmall">Entries worth less than the exchange's least order, which were not made.</param>
public readonly record struct RunCounts(SignalStudy Study, int Unfilled, int BarsOpen, double BuyAndHoldReturn, int TooSmall = 0);
