namespace Bokgi.Host.Platform.Schedules;

/// <summary>When a job is due: at a time of day (UTC), either every day or, if <paramref name="Day"/> is set, on that day of each week.</summary>
internal sealed record RecurringTime(int Hour, int Minute, DayOfWeek? Day = null)
{
    /// <summary>The first due time after the given time; both are UTC.</summary>
    public DateTime NextAfter(DateTime utc)
    {
        var time = utc.Date.AddHours(Hour).AddMinutes(Minute);
        while (time <= utc || (Day is { } day && time.DayOfWeek != day))
            time = time.AddDays(1);
        return time;
    }
}
