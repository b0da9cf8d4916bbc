using Bokgi.FakeExchange.Recording;

namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>What one client gets of one market.</summary>
internal sealed class MarketFeed(RecordedMarket market, IReadOnlyList<Subscription> subscriptions, long afterUtc)
{
    public RecordedMarket Market { get; } = market;

    public TradeCursor Cursor { get; } = new(market, afterUtc);

    public bool HasTrades { get; } = subscriptions.Any(each => each.Kind == FeedKind.Trade);

    public bool HasTickers { get; } = subscriptions.Any(each => each.Kind == FeedKind.Ticker);

    /// <summary>Its candles, with the time when the last one was sent or is going to be.</summary>
    public List<CandleFeed> Candles { get; } =
    [.. subscriptions.Where(each => each.Kind == FeedKind.Candle).Select(each => new CandleFeed(each))];
}
