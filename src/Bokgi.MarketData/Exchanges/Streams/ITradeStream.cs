using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Streams;

/// <summary>What an exchange's stream of trades speaks.</summary>
internal interface ITradeStream
{
    /// <summary>The exchange's time, microseconds UTC.</summary>
    /// <exception cref="ExchangeException">The exchange is away.</exception>
    Task<long> TimeAsync(CancellationToken cancel);

    /// <summary>Where to connect.</summary>
    Uri Address(IReadOnlyList<Symbol> symbols);

    /// <summary>What to send once connected; nothing where the address says it all.</summary>
    ReadOnlyMemory<byte> Subscription(IReadOnlyList<Symbol> symbols);

    /// <summary>What to send for a sign of life; nothing where the protocol's own pings do.</summary>
    ReadOnlyMemory<byte> Ping { get; }

    /// <summary>Reads a frame.</summary>
    /// <returns>The trade that it tells of, and whether that is the latest of those before the connection; null when it tells of none.</returns>
    /// <exception cref="FormatException">It cannot be read.</exception>
    /// <exception cref="System.Text.Json.JsonException">It is no JSON.</exception>
    (ExchangeTrade Trade, bool IsSnapshot)? Read(ReadOnlyMemory<byte> frame);

    /// <summary>Fetches the trades of a market since a time.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="sinceUtc">Microseconds UTC.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="ExchangeException">The exchange is away.</exception>
    Task<FetchedTrades> SinceAsync(Symbol symbol, long sinceUtc, CancellationToken cancel);
}
