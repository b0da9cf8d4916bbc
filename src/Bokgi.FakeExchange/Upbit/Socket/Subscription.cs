using Bokgi.FakeExchange.Recording;
using Bokgi.Markets;

namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>A requested type of data and its markets.</summary>
/// <param name="Type">The type as the client wrote it, such as <c>candle.1m</c>.</param>
/// <param name="Kind">The kind of data.</param>
/// <param name="Timeframe">The length of the candles; null for other kinds.</param>
/// <param name="Markets">The markets.</param>
/// <param name="HasSnapshot">Whether to send the current state first.</param>
/// <param name="IsLive">Whether to send updates.</param>
internal sealed record Subscription(
    string Type,
    FeedKind Kind,
    Timeframe? Timeframe,
    IReadOnlyList<RecordedMarket> Markets,
    bool HasSnapshot,
    bool IsLive
);
