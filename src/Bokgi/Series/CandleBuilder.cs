using Bokgi.Markets;

namespace Bokgi.Series;

/// <summary>
/// Makes the candles of one market from its trades, by the times at which the exchange says they happened. A bar is closed once a trade comes
/// that is later than its end by more than the grace, or the clock says so, whichever is first: until then trades may come in any order. What
/// comes later never opens it again. Where nobody traded there is no bar.
/// </summary>
public sealed class CandleBuilder
{
    private readonly Timeframe timeframe;
    private readonly long grace;
    private readonly SortedDictionary<long, FormingBar> forming = [];
    private FormingBar? lastClosed;
    private long closedUntilUtc;
    private long latestTradeUtc = long.MinValue;

    /// <summary>A builder that has seen nothing.</summary>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="grace">How long after its end a bar waits for trades that are on their way; 0 or more.</param>
    /// <param name="fromUtc">Trades are seen from here on, microseconds UTC: the bar that holds this time is incomplete, earlier ones are closed.</param>
    public CandleBuilder(Timeframe timeframe, TimeSpan grace, long fromUtc)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ArgumentOutOfRangeException.ThrowIfLessThan(grace, TimeSpan.Zero);
        this.timeframe = timeframe;
        this.grace = (long)grace.TotalMicroseconds;
        closedUntilUtc = timeframe.OpenOf(fromUtc);
        if (closedUntilUtc < fromUtc)
            Bar(closedUntilUtc).IsIncomplete = true;
    }

    /// <summary>Trades that came after their bar was closed.</summary>
    public long LateTrades { get; private set; }

    /// <summary>When the next bar is due if no trade comes, microseconds UTC; null when none is forming.</summary>
    public long? DueUtc => forming.Count == 0 ? null : timeframe.EndOf(forming.First().Key) + grace;

    /// <summary>Takes a trade.</summary>
    /// <param name="id">The exchange's number of it, unique in the market.</param>
    /// <param name="timeUtc">When it happened, microseconds UTC.</param>
    /// <param name="price">Quote currency, above 0.</param>
    /// <param name="quantity">Base currency, 0 or more.</param>
    public TradeOutcome Add(long id, long timeUtc, decimal price, decimal quantity)
    {
        latestTradeUtc = Math.Max(latestTradeUtc, timeUtc);
        var open = timeframe.OpenOf(timeUtc);
        if (open < closedUntilUtc)
        {
            if (lastClosed?.OpenUtc == open && lastClosed.Holds(id))
                return TradeOutcome.Duplicate;
            LateTrades++;
            return TradeOutcome.Late;
        }

        return Bar(open).Add(id, timeUtc, price, quantity) ? TradeOutcome.Taken : TradeOutcome.Duplicate;
    }

    /// <summary>Tells that trades of a range were missed: its bars that are not closed yet are incomplete, also where no trade is seen.</summary>
    /// <param name="range">Times of trades, UTC.</param>
    public void Miss(TimeRange range)
    {
        for (var open = timeframe.OpenOf(Math.Max(range.StartUtc, closedUntilUtc)); open < range.EndUtc; open = timeframe.EndOf(open))
            Bar(open).IsIncomplete = true;
    }

    /// <summary>Closes the earliest bar, if it is time.</summary>
    /// <param name="nowUtc">The exchange's time, microseconds UTC.</param>
    /// <param name="bar">The bar; one without trades is told only where trades may have been missed.</param>
    /// <returns>Whether there was one; then there may be another.</returns>
    public bool TryClose(long nowUtc, out BuiltBar bar)
    {
        bar = default;
        if (forming.Count == 0)
            return false;
        var next = forming.First().Value;
        var end = timeframe.EndOf(next.OpenUtc);
        if (end + grace > Math.Max(nowUtc, latestTradeUtc))
            return false;
        forming.Remove(next.OpenUtc);
        lastClosed = next;
        closedUntilUtc = end;
        bar = next.Close();
        return true;
    }

    private FormingBar Bar(long open)
    {
        if (!forming.TryGetValue(open, out var bar))
            forming[open] = bar = new FormingBar(open);
        return bar;
    }
}
