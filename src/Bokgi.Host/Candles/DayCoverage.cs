using System.Globalization;
using Bokgi.Markets;

namespace Bokgi.Host.Candles;

/// <summary>How much of a day is stored.</summary>
/// <param name="Date">The day in Korea.</param>
/// <param name="Bars">Bars that are there.</param>
/// <param name="ExpectedBars">Bars there would be; of the first and last day only those between the first and the last bar.</param>
/// <param name="CoveredShare">Bars over expected bars, 0 to 1.</param>
internal sealed record DayCoverage(string Date, int Bars, int ExpectedBars, double CoveredShare)
{
    /// <summary>The days from the first time to the last.</summary>
    /// <param name="times">Open times, UTC microseconds, rising.</param>
    /// <param name="timeframe">The length of the bars.</param>
    public static IReadOnlyList<DayCoverage> Of(ReadOnlySpan<long> times, Timeframe timeframe)
    {
        if (times.IsEmpty || timeframe.NominalMicroseconds > UnixTime.MicrosecondsPerDay)
            return [];
        var length = timeframe.NominalMicroseconds;
        var (first, end) = (timeframe.OpenOf(times[0]), timeframe.OpenOf(times[^1]) + length);
        var days = new List<DayCoverage>();
        var next = 0;
        for (var start = StartOfDay(first); start < end; start += UnixTime.MicrosecondsPerDay)
        {
            var stop = start + UnixTime.MicrosecondsPerDay;
            var bars = 0;
            for (var open = long.MinValue; next < times.Length && times[next] < stop; next++)
            {
                bars += timeframe.OpenOf(times[next]) == open ? 0 : 1;
                open = timeframe.OpenOf(times[next]);
            }

            var expected = (int)(OpensBefore(Math.Min(stop, end), length) - OpensBefore(Math.Max(start, first), length));
            if (expected > 0)
                days.Add(new DayCoverage(Name(start), bars, expected, (double)bars / expected));
        }

        return days;
    }

    private static long StartOfDay(long utc) => Floor(utc + KoreanTime.OffsetMicroseconds, UnixTime.MicrosecondsPerDay) - KoreanTime.OffsetMicroseconds;

    // Bars open at whole multiples of their length since the epoch.
    private static long OpensBefore(long utc, long length) => (Floor(utc - 1, length) / length) + 1;

    private static long Floor(long value, long step) => value - (((value % step) + step) % step);

    private static string Name(long startUtc) => UnixTime.ToDateTime(startUtc + KoreanTime.OffsetMicroseconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
