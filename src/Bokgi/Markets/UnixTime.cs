using System.Globalization;

namespace Bokgi.Markets;

/// <summary>Instants as the engine stores them: whole microseconds since 1970-01-01T00:00Z, as <see cref="long"/>.</summary>
public static class UnixTime
{
    /// <summary>Microseconds in a second.</summary>
    public const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>Microseconds in an hour.</summary>
    public const long MicrosecondsPerHour = 3_600 * MicrosecondsPerSecond;

    /// <summary>Microseconds in a day.</summary>
    public const long MicrosecondsPerDay = 24 * MicrosecondsPerHour;

    /// <summary>The instant of a UTC date and time.</summary>
    public static long FromDateTime(DateTime utc) => (utc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The UTC date and time of an instant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant lies outside the years 1 to 9999.</exception>
    public static DateTime ToDateTime(long microseconds) =>
        new(checked((microseconds * TimeSpan.TicksPerMicrosecond) + DateTime.UnixEpoch.Ticks), DateTimeKind.Utc);

    /// <summary>ISO 8601 in UTC with <c>Z</c>; fractions of a second only if there are any.</summary>
    public static string Format(long microseconds)
    {
        var format = microseconds % MicrosecondsPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
        return ToDateTime(microseconds).ToString(format, CultureInfo.InvariantCulture);
    }
}
