namespace Bokgi.MarketData.Lake;

/// <summary>A summary of a series' gaps and price jumps. <see cref="CandleLake.Quality"/> lists them one by one.</summary>
/// <param name="ExpectedBars">The number of bars from the first row to the last if none were missing.</param>
/// <param name="UnexplainedMissingBars">Missing bars whose reason is unknown.</param>
/// <param name="OffGridBars">Rows whose open time is not on the grid of the timeframe.</param>
/// <param name="Jumps">Closes that differ from the preceding close by more than the threshold.</param>
/// <param name="LargestJump">The largest jump, or the first of several equal ones; null when there is none.</param>
public readonly record struct SeriesContinuity(
    long ExpectedBars,
    long UnexplainedMissingBars,
    int OffGridBars,
    int Jumps,
    PriceJump? LargestJump
);
