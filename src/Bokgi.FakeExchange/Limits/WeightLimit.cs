namespace Bokgi.FakeExchange.Limits;

/// <summary>Binance's limit: requests have weights, of which a minute of the clock may hold so many.</summary>
internal sealed class WeightLimit(TimeProvider real)
{
    /// <summary>The weight that a minute may hold.</summary>
    public const int PerMinute = 6_000;

    private readonly Lock gate = new();
    private long minute;
    private int used;

    /// <summary>Adds a request's weight.</summary>
    /// <returns>The weight used in this minute, and the seconds until the next one begins.</returns>
    public (int Used, int SecondsLeft) Add(int weight)
    {
        lock (gate)
        {
            var now = real.GetUtcNow().ToUnixTimeSeconds();
            if (now / 60 != minute)
                (minute, used) = (now / 60, 0);
            used += weight;
            return (used, (int)(60 - (now % 60)));
        }
    }
}
