namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>Schedules the candle messages of one subscription for one market, at most one per second.</summary>
internal sealed class CandleFeed(Subscription subscription)
{
    private const long MicrosecondsPerSecond = 1_000_000;

    private long dueUtc = long.MinValue;

    public Subscription Subscription { get; } = subscription;

    /// <summary>Schedules the candle that follows a trade.</summary>
    /// <returns>The time to send it; null if a candle is already scheduled at or after the trade.</returns>
    public long? Schedule(long tradeUtc)
    {
        if (dueUtc >= tradeUtc)
            return null;
        dueUtc = Math.Max(tradeUtc, dueUtc + MicrosecondsPerSecond);
        return dueUtc;
    }
}
