using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Streams;

/// <summary>The protocol of an exchange's trade stream.</summary>
internal interface ITradeStream
{
    /// <summary>The exchange's time, microseconds UTC.</summary>
    /// <exception cref="ExchangeException">The exchange is unavailable.</exception>
    Task<long> GetTimeAsync(CancellationToken cancel);

    /// <summary>Prepares for a connection that receives the trades of these markets.</summary>
    /// <returns>The address to connect to.</returns>
    Uri PrepareConnection(IReadOnlyList<Symbol> symbols);

    /// <summary>The message to send once connected; empty when the address contains the subscription.</summary>
    ReadOnlyMemory<byte> CreateSubscription(IReadOnlyList<Symbol> symbols);

    /// <summary>The message to send as a keep-alive; empty if the pings of the websocket protocol suffice.</summary>
    ReadOnlyMemory<byte> Ping { get; }

    /// <summary>Parses a frame.</summary>
    /// <returns>
    /// The trade in the frame, and whether it is a snapshot: the latest trade from before the subscription. Null when the frame contains no
    /// trade.
    /// </returns>
    /// <exception cref="FormatException">The frame is malformed.</exception>
    /// <exception cref="System.Text.Json.JsonException">The frame is not JSON.</exception>
    (ExchangeTrade Trade, bool IsSnapshot)? ReadFrame(ReadOnlyMemory<byte> frame);

    /// <summary>Fetches the trades of a market since a time.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="sinceUtc">Microseconds UTC.</param>
    /// <param name="cancel">Stops the waiting.</param>
    /// <exception cref="ExchangeException">The exchange is unavailable.</exception>
    Task<FetchedTrades> FetchTradesSinceAsync(Symbol symbol, long sinceUtc, CancellationToken cancel);
}
