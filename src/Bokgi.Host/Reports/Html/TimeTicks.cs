namespace Bokgi.Host.Reports.Html;

/// <summary>Chooses the ticks of a time axis: round times in KST, with their labels.</summary>
internal static class TimeTicks
{
    private const int MaximumTicks = 8;
    private const long Minute = 60 * UnixTime.MicrosecondsPerSecond;
    private const long Hour = 60 * Minute;
    private const long Day = UnixTime.MicrosecondsPerDay;

    private static readonly (long Span, string Format)[] Steps =
    [
        .. new[] { 1, 5, 15, 30 }.Select(count => (count * Minute, "HH:mm")),
        .. new[] { 1, 3, 6, 12 }.Select(count => (count * Hour, "MM-dd HH:mm")),
        .. new[] { 1, 2, 5, 10 }.Select(count => (count * Day, "MM-dd")),
    ];

    private static readonly int[] MonthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240];

    public static IReadOnlyList<(long Utc, string Label)> Between(long fromUtc, long toUtc)
    {
        foreach (var (span, format) in Steps)
        {
            if ((toUtc - fromUtc) / span < MaximumTicks)
                return [.. EvenlySpaced(fromUtc, toUtc, span, format)];
        }

        var first = ReportNumbers.ToKoreanTime(fromUtc);
        var last = ReportNumbers.ToKoreanTime(toUtc);
        var totalMonths = ((last.Year - first.Year) * 12) + last.Month - first.Month;
        var step = MonthSteps.FirstOrDefault(months => totalMonths / months < MaximumTicks, MonthSteps[^1]);
        return [.. Monthly(first, toUtc, step).Where(tick => tick.Utc >= fromUtc)];
    }

    private static IEnumerable<(long Utc, string Label)> EvenlySpaced(long fromUtc, long toUtc, long span, string format)
    {
        var local = fromUtc + KoreanTime.OffsetMicroseconds;
        for (var tick = (local + span - 1) / span * span; tick <= toUtc + KoreanTime.OffsetMicroseconds; tick += span)
            yield return (tick - KoreanTime.OffsetMicroseconds, UnixTime.ToDateTime(tick).ToString(format, CultureInfo.InvariantCulture));
    }

    // Months are numbered from the year 0.
    private static IEnumerable<(long Utc, string Label)> Monthly(DateTime first, long toUtc, int step)
    {
        var begin = ((first.Year * 12) + first.Month - 1) / step * step;
        for (var month = begin; ; month += step)
        {
            var local = new DateTime(month / 12, (month % 12) + 1, 1, 0, 0, 0, DateTimeKind.Utc);
            var utc = UnixTime.FromDateTime(local) - KoreanTime.OffsetMicroseconds;
            if (utc > toUtc)
                yield break;
            yield return (utc, local.ToString(step % 12 == 0 ? "yyyy" : "yyyy-MM", CultureInfo.InvariantCulture));
        }
    }
}
