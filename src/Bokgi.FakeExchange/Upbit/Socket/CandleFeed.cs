namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>Schedules the candle messages of one subscription for one market, at most one per second.</summary>
internal sealed class CandleFeed(Subscription subscription)
{
    private const long MicrosecondsPerSecond = 1_000_000;

    private long lastScheduledUtc = long.MinValue;

    public Subscription Subscription { get; } = subscription;

    /// <summary>Schedules the candle message that follows a trade. Times are microseconds UTC.</summary>
    /// <returns>The time to send the message; null if a message is already scheduled for the trade's time or later.</returns>
    public long? Schedule(long tradeUtc)
    {
        if (lastScheduledUtc >= tradeUtc)
            return null;
        lastScheduledUtc = Math.Max(tradeUtc, lastScheduledUtc + MicrosecondsPerSecond);
        return lastScheduledUtc;
    }
}
