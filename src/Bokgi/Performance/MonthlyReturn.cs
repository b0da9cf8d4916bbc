using Bokgi.Markets;

namespace Bokgi.Performance;

/// <summary>The return on equity in one Korean calendar month. A bar belongs to the month in which it opens.</summary>
/// <param name="Year">The year, KST.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Return">
/// The month's last mark divided by the last mark before the month, minus 1; null if the latter is not above 0.
/// </param>
public readonly record struct MonthlyReturn(int Year, int Month, double? Return)
{
    /// <summary>
    /// The monthly returns of a curve, in order. The first is relative to the initial cash. Months without bars are left out.
    /// </summary>
    /// <param name="curve">The curve.</param>
    public static IReadOnlyList<MonthlyReturn> FromCurve(EquityCurve curve)
    {
        var months = new List<MonthlyReturn>();
        var previousMark = curve.InitialCash;
        for (var from = 0; from < curve.Times.Length; )
        {
            var (year, month, end) = MonthOf(curve.Times[from]);
            var to = from + 1;
            while (to < curve.Times.Length && curve.Times[to] < end)
                to++;
            var mark = curve.Marks[to - 1];
            months.Add(new MonthlyReturn(year, month, previousMark > 0 ? (mark / previousMark) - 1 : null));
            (previousMark, from) = (mark, to);
        }

        return months;
    }

    /// <summary>The compound return: the product of 1 + return over all months, minus 1; null if any of them is null.</summary>
    /// <param name="months">At least one month.</param>
    public static double? Compound(IEnumerable<MonthlyReturn> months) =>
        months.Aggregate((double?)1, (product, month) => product * (1 + month.Return)) - 1;

    private static (int Year, int Month, long EndUtc) MonthOf(long timeUtc)
    {
        var local = UnixTime.ToDateTime(timeUtc + KoreanTime.OffsetMicroseconds);
        var firstDay = new DateTime(local.Year, local.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        return (local.Year, local.Month, UnixTime.FromDateTime(firstDay.AddMonths(1)) - KoreanTime.OffsetMicroseconds);
    }
}
