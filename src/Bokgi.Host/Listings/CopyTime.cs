using Bokgi.Markets;

namespace Bokgi.Host.Listings;

/// <summary>Moments as answers write them.</summary>
internal static class CopyTime
{
    public static string Text(DateTimeOffset time)
    {
        var microseconds = UnixTime.FromDateTime(time.UtcDateTime);
        return UnixTime.Format(microseconds - (microseconds % UnixTime.MicrosecondsPerSecond));
    }
}
