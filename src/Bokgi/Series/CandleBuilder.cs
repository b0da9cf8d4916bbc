using Bokgi.Markets;

namespace Bokgi.Series;

/// <summary>
/// Builds the candles of one market from its trades, by the exchange's trade times. A bar closes once its end plus the grace period has
/// passed, according to the clock or to the latest trade, whichever is first; until then trades may arrive in any order. Later trades do
/// not reopen the bar. A period without trades gives no bar, unless trades may have been missed.
/// </summary>
public sealed class CandleBuilder
{
    private readonly Timeframe timeframe;
    private readonly long grace;
    private readonly SortedDictionary<long, FormingBar> formingBars = [];
    private FormingBar? lastClosedBar;
    private long closedUntilUtc;
    private long latestTradeUtc = long.MinValue;

    /// <summary>Creates an empty builder.</summary>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="grace">How long after its end a bar waits for delayed trades; 0 or more.</param>
    /// <param name="fromUtc">
    /// Start of the trade feed, UTC microseconds. The bar that contains this time is incomplete unless it opens then; trades of earlier bars
    /// are late.
    /// </param>
    public CandleBuilder(Timeframe timeframe, TimeSpan grace, long fromUtc)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ArgumentOutOfRangeException.ThrowIfLessThan(grace, TimeSpan.Zero);
        this.timeframe = timeframe;
        this.grace = (long)grace.TotalMicroseconds;
        closedUntilUtc = timeframe.OpenOf(fromUtc);
        if (closedUntilUtc < fromUtc)
            GetOrAddBar(closedUntilUtc).IsIncomplete = true;
    }

    /// <summary>Number of trades that arrived after their bar was closed.</summary>
    public long LateTrades { get; private set; }

    /// <summary>When the next bar closes if no trade arrives, UTC microseconds; null if no bar is forming.</summary>
    public long? DueUtc => formingBars.Count == 0 ? null : timeframe.EndOf(formingBars.First().Key) + grace;

    /// <summary>Adds a trade.</summary>
    /// <param name="id">The exchange's trade number, unique within the market.</param>
    /// <param name="timeUtc">Time of the trade, UTC microseconds.</param>
    /// <param name="price">Quote currency, above 0.</param>
    /// <param name="quantity">Base currency, 0 or more.</param>
    public TradeOutcome Add(long id, long timeUtc, decimal price, decimal quantity)
    {
        latestTradeUtc = Math.Max(latestTradeUtc, timeUtc);
        var open = timeframe.OpenOf(timeUtc);
        if (open < closedUntilUtc)
        {
            if (lastClosedBar?.OpenUtc == open && lastClosedBar.Contains(id))
                return TradeOutcome.Duplicate;
            LateTrades++;
            return TradeOutcome.Late;
        }

        return GetOrAddBar(open).Add(id, timeUtc, price, quantity) ? TradeOutcome.Added : TradeOutcome.Duplicate;
    }

    /// <summary>
    /// Records that the trades in a range were missed: every bar that overlaps the range becomes incomplete, even if it has no trades yet.
    /// Bars that are already closed do not change.
    /// </summary>
    /// <param name="range">Times of trades, UTC.</param>
    public void MarkMissed(TimeRange range)
    {
        for (var open = timeframe.OpenOf(Math.Max(range.StartUtc, closedUntilUtc)); open < range.EndUtc; open = timeframe.EndOf(open))
            GetOrAddBar(open).IsIncomplete = true;
    }

    /// <summary>Closes the earliest forming bar if its grace period has passed.</summary>
    /// <param name="nowUtc">The exchange's time, UTC microseconds.</param>
    /// <param name="bar">The bar. A bar without trades is returned only if trades may have been missed.</param>
    /// <returns>Whether a bar was closed; if so, call again, because another may be due.</returns>
    public bool TryClose(long nowUtc, out BuiltBar bar)
    {
        bar = default;
        if (formingBars.Count == 0)
            return false;
        var nextBar = formingBars.First().Value;
        var end = timeframe.EndOf(nextBar.OpenUtc);
        if (end + grace > Math.Max(nowUtc, latestTradeUtc))
            return false;
        formingBars.Remove(nextBar.OpenUtc);
        lastClosedBar = nextBar;
        closedUntilUtc = end;
        bar = nextBar.Close();
        return true;
    }

    private FormingBar GetOrAddBar(long open)
    {
        if (!formingBars.TryGetValue(open, out var bar))
            formingBars[open] = bar = new FormingBar(open);
        return bar;
    }
}
