namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>Schedules the candles of one subscription and market, at most one per second.</summary>
internal sealed class CandleFeed(Subscription subscription)
{
    private const long MicrosecondsPerSecond = 1_000_000;

    private long dueUtc = long.MinValue;

    public Subscription Subscription { get; } = subscription;

    /// <summary>Records a trade; returns the time to send the candle, or null if one is already scheduled at or after the trade.</summary>
    public long? Schedule(long tradeUtc)
    {
        if (dueUtc >= tradeUtc)
            return null;
        dueUtc = Math.Max(tradeUtc, dueUtc + MicrosecondsPerSecond);
        return dueUtc;
    }
}
