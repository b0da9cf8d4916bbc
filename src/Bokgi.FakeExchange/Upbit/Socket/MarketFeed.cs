using Bokgi.FakeExchange.Recording;

namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>One client's subscriptions to one market.</summary>
internal sealed class MarketFeed(RecordedMarket market, IReadOnlyList<Subscription> subscriptions, long afterUtc)
{
    public RecordedMarket Market { get; } = market;

    public TradeCursor Cursor { get; } = new(market, afterUtc);

    public bool HasTrades { get; } = subscriptions.Any(subscription => subscription.Kind == FeedKind.Trade);

    public bool HasTickers { get; } = subscriptions.Any(subscription => subscription.Kind == FeedKind.Ticker);

    /// <summary>The candle subscriptions, each with its own schedule.</summary>
    public List<CandleFeed> CandleFeeds { get; } =
    [.. subscriptions.Where(subscription => subscription.Kind == FeedKind.Candle).Select(subscription => new CandleFeed(subscription))];
}
