namespace Bokgi.MarketData.Lake;

/// <summary>A summary of a series' gaps and price jumps. <see cref="CandleLake.Quality"/> lists them one by one.</summary>
/// <param name="ExpectedBars">The number of bars from the first row to the last if none were missing.</param>
/// <param name="UnknownBars">Missing bars whose reason is unknown.</param>
/// <param name="OffGridBars">Rows whose open time is not on the grid of the timeframe.</param>
/// <param name="Jumps">Closes further from the preceding close than the threshold.</param>
/// <param name="LargestJump">The largest jump, of equal ones the first; null without any.</param>
public readonly record struct SeriesContinuity(long ExpectedBars, long UnknownBars, int OffGridBars, int Jumps, PriceJump? LargestJump);
