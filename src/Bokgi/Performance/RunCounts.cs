namespace Bokgi.Performance;

/// <summary>What is counted while candles are stepped.</summary>
/// <param name="Study">The signals as trades of their own; its samples are the signals.</param>
/// <param name="Unfilled">Entries that could not be made.</param>
/// <param name="BarsOpen">Bars at whose end a position was open.</param>
/// <param name="BuyAndHoldReturn">Last close over first open, less 1.</param>
public readonly record struct RunCounts(SignalStudy Study, int Unfilled, int BarsOpen, double BuyAndHoldReturn);
