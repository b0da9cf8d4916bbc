using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges;

/// <summary>What a stream of trades tells.</summary>
public abstract record FeedMessage
{
    private FeedMessage() { }

    /// <summary>A trade.</summary>
    public sealed record Traded(ExchangeTrade Trade) : FeedMessage;

    /// <summary>The connection is made and the exchange sends.</summary>
    public sealed record Connected(DateTimeOffset AtUtc) : FeedMessage;

    /// <summary>The connection is lost, or silent for too long; it is being made again.</summary>
    public sealed record Disconnected(DateTimeOffset AtUtc, string Reason) : FeedMessage;

    /// <summary>Trades of this time were missed and are too many to be fetched: its candles tell.</summary>
    public sealed record Missed(Symbol Symbol, TimeRange Range) : FeedMessage;
}
