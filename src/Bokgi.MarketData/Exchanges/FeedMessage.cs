using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges;

/// <summary>A message of a trade stream.</summary>
public abstract record FeedMessage
{
    private FeedMessage() { }

    /// <summary>A trade.</summary>
    public sealed record Traded(ExchangeTrade Trade) : FeedMessage;

    /// <summary>The connection is established and the exchange is sending.</summary>
    public sealed record Connected(DateTimeOffset AtUtc) : FeedMessage;

    /// <summary>The connection was lost or silent for too long; it is being re-established.</summary>
    public sealed record Disconnected(DateTimeOffset AtUtc, string Reason) : FeedMessage;

    /// <summary>Trades in this range were missed, and there are too many to fetch; fetch the candles of the range instead.</summary>
    public sealed record Missed(Symbol Symbol, TimeRange Range) : FeedMessage;
}
