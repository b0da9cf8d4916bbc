using Bokgi.FakeExchange.Recording;

namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>An item to send at a scheduled time.</summary>
/// <param name="Feed">The feed that the item belongs to.</param>
/// <param name="DelayedTrade">A trade that was delayed; null for the feed's next trade, or for a candle.</param>
/// <param name="CandleFeed">The candle feed whose forming candle is sent; null for trades.</param>
internal readonly record struct Delivery(MarketFeed Feed, GeneratedTrade? DelayedTrade, CandleFeed? CandleFeed);
