namespace Bokgi.Host.Platform.Schedules;

/// <summary>A time of day, UTC, on every day or on one day of the week.</summary>
internal sealed record DailyTime(int Hour, int Minute, DayOfWeek? Day = null)
{
    public DateTime NextAfter(DateTime utc)
    {
        var time = utc.Date.AddHours(Hour).AddMinutes(Minute);
        while (time <= utc || (Day is { } day && time.DayOfWeek != day))
            time = time.AddDays(1);
        return time;
    }
}
