using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// The times at which the bars of a series open. Bars shorter than a day open at whole multiples of their length from 00:00 UTC. The hour
/// at which days, weeks and months open depends on the source: exchanges' days begin at 00:00 UTC, other sources' at local midnight.
/// </summary>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="ShiftMicroseconds">What to add to a time so that bars open at 00:00, weeks on Monday and months on the first.</param>
internal readonly record struct BarGrid(Timeframe Timeframe, long ShiftMicroseconds)
{
    private const int HoursPerDay = 24;
    private const long Hour = UnixTime.MicrosecondsPerDay / HoursPerDay;

    /// <summary>Finds the grid of a series. Bars of a day or longer are assumed to open at the whole hour at which most of them open.</summary>
    public static BarGrid Detect(Timeframe timeframe, ReadOnlySpan<long> times)
    {
        if (timeframe.NominalMicroseconds < UnixTime.MicrosecondsPerDay || times.IsEmpty)
            return new BarGrid(timeframe, 0);
        Span<int> counts = stackalloc int[HoursPerDay];
        counts.Clear();
        foreach (var time in times)
        {
            var hourOfDay = (int)((time / Hour % HoursPerDay) + HoursPerDay) % HoursPerDay; // 0 to 23 even before 1970
            if (time % Hour == 0)
                counts[hourOfDay]++;
        }

        var hour = 0;
        for (var candidate = 1; candidate < HoursPerDay; candidate++)
        {
            if (counts[candidate] > counts[hour])
                hour = candidate;
        }

        var hoursToNearestMidnight = hour <= HoursPerDay / 2 ? -hour : HoursPerDay - hour;
        return new BarGrid(timeframe, hoursToNearestMidnight * Hour);
    }

    /// <summary>Whether a bar opens at a time.</summary>
    /// <param name="utc">Microseconds since the Unix epoch, UTC.</param>
    public bool IsOpenTime(long utc) => OpenOf(utc) == utc;

    /// <summary>The open time of the bar that contains a time.</summary>
    /// <param name="utc">Microseconds since the Unix epoch, UTC.</param>
    public long OpenOf(long utc) => Timeframe.OpenOf(utc + ShiftMicroseconds) - ShiftMicroseconds;

    /// <summary>The end of the bar that opens at a time.</summary>
    /// <param name="openUtc">Microseconds since the Unix epoch, UTC.</param>
    public long EndOf(long openUtc) => Timeframe.EndOf(openUtc + ShiftMicroseconds) - ShiftMicroseconds;

    /// <summary>The number of bars from one open time (inclusive) to another (exclusive).</summary>
    public long BarsBetween(long open, long next) => Timeframe.BarsBetween(open + ShiftMicroseconds, next + ShiftMicroseconds);
}
