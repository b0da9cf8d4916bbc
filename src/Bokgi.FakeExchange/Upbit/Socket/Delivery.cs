using Bokgi.FakeExchange.Recording;

namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>What is to be sent at a time.</summary>
/// <param name="Feed">The market that it is of.</param>
/// <param name="Held">A trade that was held back; null for the next one of the feed, or a candle.</param>
/// <param name="Candle">The candles of which the forming one is sent; null for trades.</param>
internal readonly record struct Delivery(MarketFeed Feed, RecordedTrade? Held, CandleFeed? Candle);
