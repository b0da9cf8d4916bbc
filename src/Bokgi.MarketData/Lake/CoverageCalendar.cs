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
        var (row, gapIndex) = (0, 0);
        for (var dayStart = StartOfDay(first); dayStart < end; dayStart += UnixTime.MicrosecondsPerDay)
        {
            var dayEnd = dayStart + UnixTime.MicrosecondsPerDay;
            var bars = 0;
            for (; row < times.Length && times[row] < dayEnd; row++)
                bars += grid.IsOpenTime(times[row]) ? 1 : 0;
            var expected = (int)(CountOpensBefore(Math.Min(dayEnd, end), grid) - CountOpensBefore(Math.Max(dayStart, first), grid));
            if (expected > 0)
                days.Add(new CoverageDay(dayStart, bars, expected, CountNoTradeBars(gaps, ref gapIndex, dayStart, dayEnd, grid)));
        }

        return days;
    }

    private static int CountNoTradeBars(IReadOnlyList<CandleGap> gaps, ref int gapIndex, long dayStart, long dayEnd, BarGrid grid)
    {
        var bars = 0L;
        for (; gapIndex < gaps.Count && gaps[gapIndex].FromUtc < dayEnd; gapIndex++)
        {
            var (from, to) = (Math.Max(gaps[gapIndex].FromUtc, dayStart), Math.Min(gaps[gapIndex].ToUtc, dayEnd));
            if (gaps[gapIndex].Reason == CandleGapReason.NoTrade && from < to)
                bars += CountOpensBefore(to, grid) - CountOpensBefore(from, grid);
            if (gaps[gapIndex].ToUtc > dayEnd)
                break; // the gap continues on the next day
        }

        return (int)bars;
    }

    private static long StartOfDay(long utc) =>
        Floor(utc + KoreanTime.OffsetMicroseconds, UnixTime.MicrosecondsPerDay) - KoreanTime.OffsetMicroseconds;

    // The number of bars that open between the epoch and a time; only differences of two such counts are used. Bars open at whole multiples
    // of their length, apart from the grid's shift.
    private static long CountOpensBefore(long utc, BarGrid grid)
    {
        var length = grid.Timeframe.NominalMicroseconds;
        return (Floor(utc + grid.ShiftMicroseconds - 1, length) / length) + 1;
    }

    // Unlike %, also rounds negative values down.
    private static long Floor(long value, long step) => value - (((value % step) + step) % step);
}
