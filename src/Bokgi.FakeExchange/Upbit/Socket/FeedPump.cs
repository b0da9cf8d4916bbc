using Bokgi.FakeExchange.Faults;
using Bokgi.FakeExchange.Recording;

namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>
/// Sends a client the data that the client has subscribed to. Messages are sent in the order of their times on the fake exchange's clock,
/// and none before its time.
/// </summary>
/// <remarks>Each pump generates its own trades, so a slow client delays only itself.</remarks>
internal sealed class FeedPump : IDisposable
{
    private const long MicrosecondsPerSecond = 1_000_000;

    private readonly SocketRequest request;
    private readonly long fromUtc;
    private readonly VirtualClock clock;
    private readonly FaultScript faults;
    private readonly ISocketSink sink;
    private readonly SocketFrames frames;
    private readonly PriorityQueue<Delivery, (long TimeUtc, long Order)> deliveries = new();
    private long nextOrder;

    /// <summary>
    /// Creates a pump for the data after <paramref name="fromUtc"/>, the time at which the request was received. If the
    /// pump took the time at which it starts to run instead, the data would depend on the machine's load.
    /// </summary>
    public FeedPump(SocketRequest request, long fromUtc, VirtualClock clock, FaultScript faults, ISocketSink sink)
    {
        this.request = request;
        this.fromUtc = fromUtc;
        this.clock = clock;
        this.faults = faults;
        this.sink = sink;
        frames = new SocketFrames(request.IsSimple, request.IsList);
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        await SendSnapshotsAsync(fromUtc, cancel);
        var live = request.Subscriptions.Where(subscription => subscription.IsLive).ToList();
        foreach (var market in live.SelectMany(subscription => subscription.Markets).Distinct())
            Schedule(new MarketFeed(market, [.. live.Where(subscription => subscription.Markets.Contains(market))], fromUtc));
        while (deliveries.TryDequeue(out var delivery, out var scheduled))
        {
            if (scheduled.TimeUtc > clock.NowUtc)
                await clock.WaitUntilAsync(scheduled.TimeUtc, cancel);
            cancel.ThrowIfCancellationRequested();
            await DeliverAsync(delivery, scheduled.TimeUtc, cancel);
        }
    }

    public void Dispose() => frames.Dispose();

    private async Task SendSnapshotsAsync(long now, CancellationToken cancel)
    {
        foreach (var subscription in request.Subscriptions.Where(subscription => subscription.HasSnapshot))
        {
            foreach (var market in subscription.Markets)
            {
                var frame = subscription.Kind switch
                {
                    FeedKind.Trade when market.LastTradeAt(now) is { } last => frames.FormatTrade(
                        market,
                        last.Trade,
                        isSnapshot: true,
                        now
                    ),
                    FeedKind.Ticker when TickerData.Compute(market, now) is { } ticker => frames.FormatTicker(
                        market,
                        ticker,
                        isSnapshot: true,
                        now
                    ),
                    FeedKind.Candle when OneSecondBars.FormingBarAt(market, subscription.Timeframe!, now) is { } bar => frames.FormatCandle(
                        subscription.Type,
                        market,
                        bar,
                        isSnapshot: true,
                        now
                    ),
                    _ => default,
                };
                if (!frame.IsEmpty)
                    await sink.SendAsync(frame, cancel);
            }
        }
    }

    private void Schedule(MarketFeed feed)
    {
        if (feed.Cursor.TryPeek(out var trade))
            deliveries.Enqueue(new Delivery(feed, DelayedTrade: null, CandleFeed: null), (trade.TimeUtc, nextOrder++));
    }

    private async Task DeliverAsync(Delivery delivery, long timeUtc, CancellationToken cancel)
    {
        var (feed, delayedTrade, candleFeed) = delivery;
        if (candleFeed is not null)
            await SendCandleAsync(feed, candleFeed, timeUtc, cancel);
        else if (delayedTrade is { } trade)
            await sink.SendAsync(frames.FormatTrade(feed.Market, trade, isSnapshot: false, timeUtc), cancel);
        else if (feed.Cursor.TryPeek(out var next))
        {
            await ProcessTradeAsync(feed, next, cancel);
            feed.Cursor.Advance();
            Schedule(feed);
        }
    }

    private async Task ProcessTradeAsync(MarketFeed feed, GeneratedTrade trade, CancellationToken cancel)
    {
        var code = feed.Market.Symbol.Code;
        if (faults.DecideToInject(FaultKind.DropConnection, code, trade.Id))
            sink.Abort();
        if (faults.DecideToInject(FaultKind.Silence, code, trade.Id))
            sink.Silence();
        if (feed.HasTrades && ChooseDelayedTime(feed, code, trade) is { } delayedUtc)
            deliveries.Enqueue(new Delivery(feed, DelayedTrade: trade, CandleFeed: null), (delayedUtc, nextOrder++));
        else if (feed.HasTrades)
            await SendTradeAsync(feed, code, trade, cancel);
        if (feed.HasTickers && TickerData.Compute(feed.Market, trade.TimeUtc) is { } ticker)
            await sink.SendAsync(frames.FormatTicker(feed.Market, ticker, isSnapshot: false, trade.TimeUtc), cancel);
        foreach (var candleFeed in feed.CandleFeeds)
        {
            if (candleFeed.Schedule(trade.TimeUtc) is { } sendUtc)
                deliveries.Enqueue(new Delivery(feed, DelayedTrade: null, candleFeed), (sendUtc, nextOrder++));
        }
    }

    // When to send the trade if a fault delays it; null otherwise. FaultKind.Late delays the trade until 3 to 8 seconds after the next bar's
    // first trade. FaultKind.Reorder delays it by up to a second.
    private long? ChooseDelayedTime(MarketFeed feed, string code, in GeneratedTrade trade)
    {
        if (faults.DecideToInject(FaultKind.Late, code, trade.Id))
        {
            var nextBarUtc = Math.Max(feed.Cursor.BarEndUtc, feed.Cursor.NextBarFirstTradeUtc ?? 0);
            return nextBarUtc
                + (3 * MicrosecondsPerSecond)
                + faults.RandomFor(FaultKind.Late, code, trade.Id).NextBelow(5 * MicrosecondsPerSecond);
        }

        return faults.DecideToInject(FaultKind.Reorder, code, trade.Id)
            ? trade.TimeUtc + 1 + faults.RandomFor(FaultKind.Reorder, code, trade.Id).NextBelow(MicrosecondsPerSecond)
            : null;
    }

    private async Task SendTradeAsync(MarketFeed feed, string code, GeneratedTrade trade, CancellationToken cancel)
    {
        var frame = frames.FormatTrade(feed.Market, trade, isSnapshot: false, trade.TimeUtc);
        if (faults.DecideToInject(FaultKind.Malformed, code, trade.Id))
        {
            await sink.SendAsync(frame[..(frame.Length / 2)], cancel);
            return;
        }

        await sink.SendAsync(frame, cancel);
        if (faults.DecideToInject(FaultKind.Duplicate, code, trade.Id))
            await sink.SendAsync(frame, cancel);
    }

    private async Task SendCandleAsync(MarketFeed feed, CandleFeed candleFeed, long timeUtc, CancellationToken cancel)
    {
        var (market, subscription) = (feed.Market, candleFeed.Subscription);
        if (OneSecondBars.FormingBarAt(market, subscription.Timeframe!, timeUtc) is { } bar)
            await sink.SendAsync(frames.FormatCandle(subscription.Type, market, bar, isSnapshot: false, timeUtc), cancel);
    }
}
