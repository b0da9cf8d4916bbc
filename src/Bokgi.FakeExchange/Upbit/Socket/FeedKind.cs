namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>What can be subscribed to.</summary>
internal enum FeedKind
{
    /// <summary>Each trade.</summary>
    Trade,

    /// <summary>The present price with its day, at each trade.</summary>
    Ticker,

    /// <summary>The bar that forms, at most once in a second.</summary>
    Candle,
}
