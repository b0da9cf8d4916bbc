using Bokgi.Markets;
using Bokgi.Performance;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Performance;

public class MonthlyReturnTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void FromCurve_ThreeMonthsAndAGap_DividesTheLastEquityOfEachMonthByThatOfThePrevious()
    {
        // Hourly bars in KST: the last of January, the first and the last of February, none in March, and the first of April.
        long[] times = [Kst(2024, 1, 31, 23), Kst(2024, 2, 1, 0), Kst(2024, 2, 29, 23), Kst(2024, 4, 1, 0)];

        var months = MonthlyReturn.FromCurve(new EquityCurve(times, [110, 200, 99, 148.5], 100, Timeframe.OneHour));

        months.Select(month => (month.Year, month.Month)).ShouldBe([(2024, 1), (2024, 2), (2024, 4)]);
        months.Select(month => month.Return!.Value).ShouldBe([0.1, -0.1, 0.5], Tolerance);
        MonthlyReturn.Compound(months)!.Value.ShouldBe(0.485, Tolerance);
    }

    // Days and months are those of UTC, which open at 9:00 in Korea.
    [Theory]
    [InlineData("1D", 2023, 12, 31, 2023, 12)]
    [InlineData("1D", 2024, 1, 1, 2024, 1)]
    [InlineData("1MO", 2024, 2, 1, 2024, 2)]
    public void FromCurve_DayOrMonthOpeningAtNine_BelongsToTheMonthItOpensIn(
        string timeframe,
        int year,
        int month,
        int day,
        int expectedYear,
        int expectedMonth
    )
    {
        var curve = new EquityCurve([Kst(year, month, day, 9)], [90], 100, Timeframe.Parse(timeframe));

        MonthlyReturn.FromCurve(curve).ShouldHaveSingleItem().ShouldBe(new MonthlyReturn(expectedYear, expectedMonth, (90 / 100.0) - 1));
    }

    [Fact]
    public void FromCurve_EquityOfZero_HasNoReturnAfterwards()
    {
        var months = MonthlyReturn.FromCurve(new EquityCurve([Kst(2024, 1, 5, 0), Kst(2024, 2, 5, 0)], [0, 0], 100, Timeframe.OneHour));

        months.Select(month => month.Return).ShouldBe([-1, null]);
        MonthlyReturn.Compound(months).ShouldBeNull();
    }

    [Fact]
    public void FromCurve_NoBars_IsEmpty() => MonthlyReturn.FromCurve(new EquityCurve([], [], 100, Timeframe.OneDay)).ShouldBeEmpty();

    [Fact]
    public void Compound_MonthsOfAnyCurve_IsTheTotalReturnOfTheCurve() =>
        Gen.Select(Curves.Marks, Gen.Int[1, 60])
            .Sample(
                (marks, days) =>
                {
                    var times = Curves.OpenTimes(marks.Length, days);
                    var months = MonthlyReturn.FromCurve(new EquityCurve(times, marks, Curves.InitialCash, Timeframe.OneDay));

                    MonthlyReturn.Compound(months)!.Value.ShouldBe((marks[^1] / Curves.InitialCash) - 1, 1e-9);
                    months.Select(month => (month.Year * 12) + month.Month).ShouldBeInOrder();
                    months.Select(month => (month.Year, month.Month)).ShouldBeUnique();
                },
                iter: Iterations.Scale(500)
            );

    private static long Kst(int year, int month, int day, int hour) =>
        UnixTime.FromDateTime(new DateTime(year, month, day, hour, 0, 0, DateTimeKind.Utc)) - KoreanTime.OffsetMicroseconds;
}
