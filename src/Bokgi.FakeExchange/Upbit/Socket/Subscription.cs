using Bokgi.FakeExchange.Recording;
using Bokgi.Markets;

namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>One type of a request with its markets.</summary>
/// <param name="Type">As the client wrote it, such as <c>candle.1m</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Timeframe">The length of candles; null for others.</param>
/// <param name="Markets">The markets.</param>
/// <param name="HasSnapshot">Whether the present state is sent first.</param>
/// <param name="IsLive">Whether what happens is sent.</param>
internal sealed record Subscription(
    string Type,
    FeedKind Kind,
    Timeframe? Timeframe,
    IReadOnlyList<RecordedMarket> Markets,
    bool HasSnapshot,
    bool IsLive
);
