namespace Bokgi.MarketData.Exchanges.Streams;

/// <summary>The intervals and timeouts of a stream.</summary>
internal sealed record FeedTimes
{
    /// <summary>The interval of keep-alive messages.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may go without any frame before it counts as dead.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>The timeout for connecting.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The delay before the first reconnect; it doubles with each consecutive failure and has a jitter of ±50%.</summary>
    public TimeSpan FirstReconnectDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest delay before a reconnect, without its jitter.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(30);
}
