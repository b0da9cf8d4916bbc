namespace Bokgi.Host.Candles;

/// <summary>Prints one line per month, in which one character per day (in Korean time) shows how many of the day's bars are stored.</summary>
internal static class CalendarTable
{
    private const double NearlyComplete = 0.99;
    private const double Half = 0.5;
    private const int MaximumDaysInMonth = 31;

    public static void Write(IReadOnlyList<SeriesQualityReport> reports, TextWriter output)
    {
        foreach (var report in reports.Where(report => report.Days.Count > 0))
        {
            output.WriteLine();
            output.WriteLine(
                $"{report.Symbol} {report.Timeframe}  {string.Concat(Enumerable.Range(1, MaximumDaysInMonth).Select(day => day % 10))}"
            );
            foreach (var month in report.Days.GroupBy(day => Date(day).ToString("yyyy-MM", CultureInfo.InvariantCulture)))
                output.WriteLine($"{month.Key.PadLeft($"{report.Symbol} {report.Timeframe}".Length)}  {FormatMonth(month)}");
        }

        output.WriteLine();
        output.WriteLine(
            Shell.Localize(
                "# 빠짐없음   = 거래 없는 봉을 빼면 빠짐없음   + 99 % 이상   - 50 % 이상   . 그 미만   (빈칸) 범위 밖",
                "# complete   = complete except for bars without trades   + 99 % or more   - 50 % or more   . less   (blank) out of range"
            )
        );
    }

    private static string FormatMonth(IEnumerable<CoverageDay> days)
    {
        var line = new string(' ', MaximumDaysInMonth).ToCharArray();
        foreach (var day in days)
            line[Date(day).Day - 1] = Mark(day);
        return new string(line).TrimEnd();
    }

    private static char Mark(CoverageDay day)
    {
        var knownShare = // of the bars that are stored or known to have had no trades
            (double)(day.Bars + day.NoTradeBars) / day.ExpectedBars;
        return day.Bars == day.ExpectedBars ? '#'
            : knownShare >= 1 ? '='
            : knownShare >= NearlyComplete ? '+'
            : knownShare >= Half ? '-'
            : '.';
    }

    private static DateTime Date(CoverageDay day) => UnixTime.ToDateTime(day.StartUtc + KoreanTime.OffsetMicroseconds);
}
