using Bokgi.FakeExchange.Recording;

namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>A message to send at a scheduled time: a trade or a candle.</summary>
/// <param name="Feed">The feed that the message belongs to.</param>
/// <param name="DelayedTrade">The trade to send, if a fault delayed it; null if the message is the feed's next trade or a candle.</param>
/// <param name="CandleFeed">The candle feed whose forming candle is sent; null if the message is a trade.</param>
internal readonly record struct Delivery(MarketFeed Feed, GeneratedTrade? DelayedTrade, CandleFeed? CandleFeed);
