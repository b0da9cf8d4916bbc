using Bokgi.Markets;

namespace Bokgi.MarketData;

/// <summary>The current time in the unit of the engine.</summary>
public static class TimeProviderExtensions
{
    /// <summary>The current time, microseconds since the Unix epoch, UTC.</summary>
    public static long NowUtc(this TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return UnixTime.FromDateTime(clock.GetUtcNow().UtcDateTime);
    }
}
