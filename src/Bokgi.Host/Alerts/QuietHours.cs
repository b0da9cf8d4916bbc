namespace Bokgi.Host.Alerts;

internal static class QuietHours
{
    /// <summary>How long a message must wait for the end of the quiet hours; zero outside them and for critical messages.</summary>
    public static TimeSpan Delay(DateTimeOffset now, AlertSeverity severity, HostSettings settings)
    {
        if (severity == AlertSeverity.Critical || settings.Alerts.QuietHours is not var (from, until))
            return TimeSpan.Zero;
        var time = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, settings.TimeZone).DateTime);
        return time.IsBetween(from, until) ? until - time : TimeSpan.Zero; // TimeOnly subtraction wraps around midnight
    }
}
