using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>Counts bars per Korean day.</summary>
internal static class CoverageCalendar
{
    // Times centuries apart result from a wrong unit or damage; just two of them would fill a calendar with millions of days.
    private const long MaxDays = 100_000;

    /// <summary>
    /// The days from the first time to the last; none for bars longer than a day, or for more than a hundred thousand days.
    /// </summary>
    /// <param name="times">Open times, UTC microseconds, ascending.</param>
    /// <param name="grid">When bars open; times off the grid are not counted.</param>
    /// <param name="gaps">The gaps, ascending.</param>
    public static IReadOnlyList<CoverageDay> Build(ReadOnlySpan<long> times, BarGrid grid, IReadOnlyList<CandleGap> gaps)
    {
        var length = grid.Timeframe.NominalMicroseconds;
        if (times.IsEmpty || length > UnixTime.MicrosecondsPerDay)
            return [];
        var (first, end) = (grid.OpenOf(times[0]), grid.OpenOf(times[^1]) + length);
        if ((end - first) / UnixTime.MicrosecondsPerDay > MaxDays)
            return [];
        var days = new List<CoverageDay>();
        var (next, gap) = (0, 0);
        for (var start = StartOfDay(first); start < end; start += UnixTime.MicrosecondsPerDay)
        {
            var stop = start + UnixTime.MicrosecondsPerDay;
            var bars = 0;
            for (; next < times.Length && times[next] < stop; next++)
                bars += grid.IsOpenTime(times[next]) ? 1 : 0;
            var expected = (int)(CountOpensBefore(Math.Min(stop, end), grid) - CountOpensBefore(Math.Max(start, first), grid));
            if (expected > 0)
                days.Add(new CoverageDay(start, bars, expected, CountNoTradeBars(gaps, ref gap, start, stop, grid)));
        }

        return days;
    }

    private static int CountNoTradeBars(IReadOnlyList<CandleGap> gaps, ref int gap, long start, long stop, BarGrid grid)
    {
        var bars = 0L;
        for (; gap < gaps.Count && gaps[gap].FromUtc < stop; gap++)
        {
            var (from, to) = (Math.Max(gaps[gap].FromUtc, start), Math.Min(gaps[gap].ToUtc, stop));
            if (gaps[gap].Reason == CandleGapReason.NoTrade && from < to)
                bars += CountOpensBefore(to, grid) - CountOpensBefore(from, grid);
            if (gaps[gap].ToUtc > stop)
                break; // the gap continues on the next day
        }

        return (int)bars;
    }

    private static long StartOfDay(long utc) =>
        Floor(utc + KoreanTime.OffsetMicroseconds, UnixTime.MicrosecondsPerDay) - KoreanTime.OffsetMicroseconds;

    // Bars open at whole multiples of their length since the epoch, apart from the grid's shift.
    private static long CountOpensBefore(long utc, BarGrid grid)
    {
        var length = grid.Timeframe.NominalMicroseconds;
        return (Floor(utc + grid.ShiftMicroseconds - 1, length) / length) + 1;
    }

    private static long Floor(long value, long step) => value - (((value % step) + step) % step);
}
