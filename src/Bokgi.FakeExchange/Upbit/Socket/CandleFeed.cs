namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>The candles of one length that a client gets of a market: at most one in a second.</summary>
internal sealed class CandleFeed(Subscription subscription)
{
    private const long Second = 1_000_000;

    private long dueUtc = long.MinValue;

    public Subscription Subscription { get; } = subscription;

    /// <summary>Notes a trade; tells when the candle is to be sent, or null when it is going to be anyway.</summary>
    public long? Due(long tradeUtc)
    {
        if (dueUtc >= tradeUtc)
            return null;
        dueUtc = Math.Max(tradeUtc, dueUtc + Second);
        return dueUtc;
    }
}
