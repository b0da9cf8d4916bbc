using Bokgi.Host.Alerts;
using Bokgi.UnitTests.Platform.Logging;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Alerts;

public sealed class QuietHoursTests
{
    // The quiet hours and the time of each message are in Korean time. Delay takes the time of the message in UTC.
    [Theory]
    [InlineData("23:00-07:00", "2026-01-01T22:59", 0)]
    [InlineData("23:00-07:00", "2026-01-01T23:00", 480)]
    [InlineData("23:00-07:00", "2026-01-02T00:30", 390)]
    [InlineData("23:00-07:00", "2026-01-02T06:59", 1)]
    [InlineData("23:00-07:00", "2026-01-02T07:00", 0)]
    [InlineData("12:00-13:00", "2026-01-02T12:15", 45)]
    [InlineData("12:00-13:00", "2026-01-02T23:15", 0)]
    [InlineData("", "2026-01-02T03:00", 0)]
    public void Delay_OfAWarning_LastsUntilTheEndOfTheQuietHours(string quietHours, string koreanTime, int minutes)
    {
        var settings = LogFixture.SettingsWith(("ALERT_QUIET_HOURS", quietHours));
        var now = new DateTimeOffset(DateTime.Parse(koreanTime), TimeSpan.FromHours(9)).ToUniversalTime();

        QuietHours.Delay(now, AlertSeverity.Warning, settings).ShouldBe(TimeSpan.FromMinutes(minutes));
        QuietHours.Delay(now, AlertSeverity.Info, settings).ShouldBe(TimeSpan.FromMinutes(minutes));
        QuietHours.Delay(now, AlertSeverity.Critical, settings).ShouldBe(TimeSpan.Zero);
    }
}
