namespace Bokgi.Host.Platform.Schedules;

/// <summary>A time of the day, UTC; of one day of the week if that is given.</summary>
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
