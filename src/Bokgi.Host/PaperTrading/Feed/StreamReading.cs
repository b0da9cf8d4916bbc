using Bokgi.MarketData.Exchanges;
using Bokgi.Markets;

namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>
/// What is known of one exchange by its stream of trades: the exchange's time, and the bars of every timeframe that somebody follows. Bars
/// are closed only while the connection stands and all that it missed was told.
/// </summary>
/// <param name="clock">This machine's clock, by which only spans are measured.</param>
internal sealed class StreamReading(TimeProvider clock)
{
    // Trades may be on their way for so long when the exchange's time is asked; until then theirs is the only one.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    // Of trades so shortly before the last one some may not have been told when a stream ends.
    private static readonly long Overlap = 5 * UnixTime.MicrosecondsPerSecond;

    private readonly Dictionary<Timeframe, BarMaker> makers = [];
    private long latestTradeUtc = long.MinValue;
    private long askedUtc = long.MinValue;
    private long askedAt;

    /// <summary>Whether the connection stands and the exchange's time is known.</summary>
    public bool IsLive { get; private set; }

    /// <summary>The bars of a timeframe.</summary>
    public BarMaker Of(Timeframe timeframe) =>
        makers.TryGetValue(timeframe, out var maker) ? maker : makers[timeframe] = new BarMaker(timeframe);

    /// <summary>The connection stands.</summary>
    /// <param name="exchangeUtc">The exchange's time, asked since; to the second, microseconds UTC.</param>
    /// <param name="isNewStream">Whether what happened before it was not fetched: bars that were forming are then known in part.</param>
    /// <returns>From when on every trade is told.</returns>
    public long Connected(long exchangeUtc, bool isNewStream)
    {
        var seenUtc = latestTradeUtc > long.MinValue ? latestTradeUtc - Overlap : askedUtc;
        (askedUtc, askedAt, IsLive) = (exchangeUtc, clock.GetTimestamp(), true);
        var fromUtc = FromNow();
        if (isNewStream && seenUtc > long.MinValue)
        {
            foreach (var maker in makers.Values)
                maker.Miss(new TimeRange(seenUtc, fromUtc));
        }

        return fromUtc;
    }

    /// <summary>From when on every trade of a market is told that the stream holds already: no later than the second after this.</summary>
    public long FromNow() =>
        Math.Max(askedUtc + (long)clock.GetElapsedTime(askedAt).TotalMicroseconds, latestTradeUtc) + UnixTime.MicrosecondsPerSecond;

    /// <summary>The connection is lost: what comes before it stands again are missed trades, in the order of their times.</summary>
    public void Disconnected() => IsLive = false;

    /// <summary>A trade: as it happens, or while the connection is lost, fetched. What is fetched does not tell the time: of other markets less may be known.</summary>
    public void Traded(ExchangeTrade trade)
    {
        if (IsLive)
            latestTradeUtc = Math.Max(latestTradeUtc, trade.TimeUtc);
        foreach (var maker in makers.Values)
            maker.Add(trade);
    }

    public void Missed(Symbol symbol, TimeRange range)
    {
        foreach (var maker in makers.Values)
            maker.Miss(range, symbol);
    }

    /// <summary>
    /// What is closed by now, by timeframe. A connection that has fallen silent looks like a market in which nobody trades: bars that only the
    /// clock closes are known in part, and the exchange is asked for them.
    /// </summary>
    public IEnumerable<(Timeframe Timeframe, FeedNews.Closed News)> Close()
    {
        if (!IsLive)
            yield break;
        var since = clock.GetElapsedTime(askedAt) - Settling;
        var nowUtc = Math.Max(latestTradeUtc, since > TimeSpan.Zero ? askedUtc + (long)since.TotalMicroseconds : long.MinValue);
        if (nowUtc == long.MinValue)
            yield break;
        foreach (var maker in makers.Values)
        {
            if (maker.Close(nowUtc, latestTradeUtc) is { } news)
                yield return (maker.Timeframe, news);
        }
    }
}
