namespace Bokgi.Host.Listings;

/// <summary>Formats times for answers.</summary>
internal static class CopyTime
{
    public static string Text(DateTimeOffset time)
    {
        var microseconds = UnixTime.FromDateTime(time.UtcDateTime);
        return UnixTime.Format(microseconds - (microseconds % UnixTime.MicrosecondsPerSecond));
    }
}
