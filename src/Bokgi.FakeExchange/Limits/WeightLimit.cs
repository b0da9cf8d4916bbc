namespace Bokgi.FakeExchange.Limits;

/// <summary>Binance's rate limit: the total weight of the requests in each clock minute.</summary>
internal sealed class WeightLimit(TimeProvider realClock)
{
    /// <summary>The maximum weight per minute.</summary>
    public const int MaxPerMinute = 6_000;

    private readonly Lock gate = new();
    private long minute;
    private int used;

    /// <summary>Adds a request's weight.</summary>
    /// <returns>The weight used in the current minute, and the seconds until the next one.</returns>
    public (int Used, int SecondsLeft) Add(int weight)
    {
        lock (gate)
        {
            var now = realClock.GetUtcNow().ToUnixTimeSeconds();
            if (now / 60 != minute)
                (minute, used) = (now / 60, 0);
            used += weight;
            return (used, (int)(60 - (now % 60)));
        }
    }
}
