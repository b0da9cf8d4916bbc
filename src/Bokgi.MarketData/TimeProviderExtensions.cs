using Bokgi.Markets;

namespace Bokgi.MarketData;

/// <summary>Reads a clock in microseconds, the engine's unit of time.</summary>
public static class TimeProviderExtensions
{
    /// <summary>The current time, microseconds since the Unix epoch, UTC.</summary>
    public static long NowUtc(this TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return UnixTime.FromDateTime(clock.GetUtcNow().UtcDateTime);
    }
}
