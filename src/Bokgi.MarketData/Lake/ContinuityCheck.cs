using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>Counts the gaps and price jumps of one series while it is loaded, without listing them.</summary>
/// <param name="timeframe">The length of the bars.</param>
/// <param name="readRecord">Returns the collection record of the series; called only if there is a gap.</param>
internal sealed class ContinuityCheck(Timeframe timeframe, Func<CollectionRecord?> readRecord)
{
    private long expectedBars;
    private long unexplainedMissing;
    private int offGrid;
    private int jumps;
    private PriceJump? largestJump;

    /// <summary>Counts the bars that are missing between rows, and the rows whose times are off the grid, at which no bar should open.</summary>
    /// <param name="rows">Rows in order of time, including invalid ones, because an invalid bar is not a gap.</param>
    public void CountGaps(CandleColumns rows)
    {
        var grid = BarGrid.Detect(timeframe, rows.Times);
        (expectedBars, var onGrid) = GapFinder.FindGaps(rows.Times, grid, record: null, static _ => { });
        offGrid = rows.Count - (int)onGrid;
        if (expectedBars > onGrid)
            GapFinder.FindGaps(
                rows.Times,
                grid,
                readRecord(),
                gap => unexplainedMissing += gap.Reason == CandleGapReason.Unknown ? gap.Bars : 0
            );
    }

    /// <summary>Counts the price jumps between valid bars, and returns the results of the whole check.</summary>
    public SeriesContinuity Finish(CandleSeries series, double jumpThreshold)
    {
        PriceJumps.Find(series.Times, series.Close, jumpThreshold, CountJump);
        return new SeriesContinuity(expectedBars, unexplainedMissing, offGrid, jumps, largestJump);
    }

    private void CountJump(PriceJump jump)
    {
        jumps++;
        if (largestJump is not { } largest || Math.Abs(jump.Change) > Math.Abs(largest.Change))
            largestJump = jump;
    }
}
