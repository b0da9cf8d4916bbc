namespace Bokgi.MarketData.Lake;

/// <summary>How whole a series is: what its gaps and price jumps come to. <see cref="CandleLake.Quality"/> lists them one by one.</summary>
/// <param name="ExpectedBars">Bars from the first row to the last if none were absent.</param>
/// <param name="UnknownBars">Absent bars of which nobody knows why.</param>
/// <param name="OffGridBars">Rows that open where no bar of that length does.</param>
/// <param name="Jumps">Closes further from the close before them than the threshold.</param>
/// <param name="LargestJump">The largest of them, of equal ones the first; null without any.</param>
public readonly record struct SeriesContinuity(long ExpectedBars, long UnknownBars, int OffGridBars, int Jumps, PriceJump? LargestJump);
