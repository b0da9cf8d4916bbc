namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>
/// What the trade stream of one exchange provides: the exchange's time, and the bars of every timeframe in use. Bars close only while the
/// connection is up and all trades missed before have been delivered. This machine's clock only measures intervals.
/// </summary>
internal sealed class LiveBars(TimeProvider clock)
{
    // How long trades may be in transit. The exchange's present time is estimated as the time that it returned when last requested, plus the
    // time elapsed since, minus this delay. Until the elapsed time exceeds the delay, there is no estimate, and only the times of trades count.
    private static readonly TimeSpan TransitDelay = TimeSpan.FromSeconds(3);

    // When a stream ends, trades up to this much older than the last received one may not have been delivered.
    private static readonly long Overlap = 5 * UnixTime.MicrosecondsPerSecond;

    private readonly Dictionary<Timeframe, BarMaker> makers = [];
    private long latestTradeUtc = long.MinValue;
    private long syncedUtc = long.MinValue; // the exchange's time when it was last requested
    private long syncedAt; // this machine's timestamp when it was requested

    /// <summary>Whether the connection is up and the exchange's time is known.</summary>
    public bool IsLive { get; private set; }

    public BarMaker GetOrAddMaker(Timeframe timeframe) =>
        makers.TryGetValue(timeframe, out var maker) ? maker : makers[timeframe] = new BarMaker(timeframe);

    /// <summary>Records that the connection is up, and returns the time from which every trade is delivered.</summary>
    /// <param name="exchangeUtc">The exchange's time, requested after connecting; to the second.</param>
    /// <param name="isNewStream">Whether a new stream replaced the previous one. The trades between the two were not fetched, so the
    /// bars of that time are incomplete.</param>
    public long OnConnected(long exchangeUtc, bool isNewStream)
    {
        var completeUntilUtc = latestTradeUtc > long.MinValue ? latestTradeUtc - Overlap : syncedUtc;
        (syncedUtc, syncedAt, IsLive) = (exchangeUtc, clock.GetTimestamp(), true);
        var fromUtc = GetLiveFromUtc();
        if (isNewStream && completeUntilUtc > long.MinValue)
        {
            foreach (var maker in makers.Values)
                maker.MarkMissed(new TimeRange(completeUntilUtc, fromUtc));
        }

        return fromUtc;
    }

    /// <summary>The time from which every trade of a market already in the stream is delivered: about a second from now.</summary>
    public long GetLiveFromUtc() =>
        Math.Max(syncedUtc + (long)clock.GetElapsedTime(syncedAt).TotalMicroseconds, latestTradeUtc) + UnixTime.MicrosecondsPerSecond;

    /// <summary>
    /// Records that the connection is lost. Until it is up again, <see cref="OnTrade"/> receives only trades that were fetched to fill the gap.
    /// </summary>
    public void OnDisconnected() => IsLive = false;

    /// <summary>
    /// Adds a trade. A trade fetched while the connection is lost does not advance the exchange's time, because earlier trades of other
    /// markets may be fetched after it.
    /// </summary>
    public void OnTrade(ExchangeTrade trade)
    {
        if (IsLive)
            latestTradeUtc = Math.Max(latestTradeUtc, trade.TimeUtc);
        foreach (var maker in makers.Values)
            maker.Add(trade);
    }

    /// <summary>Records that trades of a market were missed, so that its bars in the range are incomplete.</summary>
    public void OnMissed(Symbol symbol, TimeRange range)
    {
        foreach (var maker in makers.Values)
            maker.MarkMissed(range, symbol);
    }

    /// <summary>
    /// The bars closed by now, by timeframe. A silent connection looks like a market without trades, so bars that only the clock closes
    /// count as incomplete and have to be fetched from the exchange.
    /// </summary>
    public IEnumerable<(Timeframe Timeframe, FeedUpdate.BarsClosed Closed)> CloseBars()
    {
        if (!IsLive)
            yield break;
        var elapsedLessDelay = clock.GetElapsedTime(syncedAt) - TransitDelay;
        var nowUtc = Math.Max(
            latestTradeUtc,
            elapsedLessDelay > TimeSpan.Zero ? syncedUtc + (long)elapsedLessDelay.TotalMicroseconds : long.MinValue
        );
        if (nowUtc == long.MinValue)
            yield break;
        foreach (var maker in makers.Values)
        {
            if (maker.Close(nowUtc, latestTradeUtc) is { } closed)
                yield return (maker.Timeframe, closed);
        }
    }
}
