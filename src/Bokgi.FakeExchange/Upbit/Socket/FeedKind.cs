namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>The kinds of subscriptions.</summary>
internal enum FeedKind
{
    /// <summary>Every trade.</summary>
    Trade,

    /// <summary>The current price and the day's figures, at each trade.</summary>
    Ticker,

    /// <summary>The forming bar, at most once per second.</summary>
    Candle,
}
