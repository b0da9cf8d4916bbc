namespace Bokgi.MarketData.Exchanges.Streams;

/// <summary>The patience of a stream.</summary>
internal sealed record FeedTimes
{
    /// <summary>From one sign of life that is asked for to the next.</summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Without any frame for so long the connection is taken for dead.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How long the making of a connection may take.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait before the second attempt in a row; it doubles from then on, and varies by half.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);
}
