using Bokgi.Host.Reports.Html;
using Bokgi.Markets;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Reports.Html;

public class TicksTests
{
    [Fact]
    public void Between_OneYear_AreMonthsInKoreanTime() =>
        Labels("2024-01-01", "2024-12-31").ShouldBe(["2024-01", "2024-03", "2024-05", "2024-07", "2024-09", "2024-11"]);

    [Fact]
    public void Between_SixYears_AreYears() => Labels("2020-03-15", "2025-09-30").ShouldBe(["2021", "2022", "2023", "2024", "2025"]);

    [Fact]
    public void Between_ShortSpans_AreMinutesHoursOrDays()
    {
        Labels("2024-01-01", "2024-01-02T12:00")
            .ShouldBe(["01-01 00:00", "01-01 06:00", "01-01 12:00", "01-01 18:00", "01-02 00:00", "01-02 06:00", "01-02 12:00"]);
        Labels("2024-02-27", "2024-03-03").ShouldBe(["02-27", "02-28", "02-29", "03-01", "03-02", "03-03"]);
        Labels("2024-01-01T09:00", "2024-01-01T09:03").ShouldBe(["09:00", "09:01", "09:02", "09:03"]);
    }

    [Fact]
    public void Between_AnySpan_ReturnsAtMostNineTicksWithinTheSpan() =>
        Gen.Select(Gen.Long[0, 1_900_000_000], Gen.Double[0, 9])
            .Sample(
                (startSeconds, powerOfTen) =>
                {
                    var (from, to) = (startSeconds * 1_000_000, (startSeconds + (long)Math.Pow(10, powerOfTen)) * 1_000_000);
                    var ticks = TimeTicks.Between(from, to);

                    ticks.Count.ShouldBeLessThanOrEqualTo(9);
                    ticks.ShouldAllBe(tick => tick.Utc >= from && tick.Utc <= to);
                },
                iter: Iterations.Scale(500)
            );

    [Fact]
    public void EvenlySpaced_BetweenTwoValues_AreRoundNumbers()
    {
        ValueTicks.EvenlySpaced(-0.13, 0.42, 5).ShouldBe([0, 0.2, 0.4], 1e-12);
        ValueTicks.EvenlySpaced(9_600_000, 10_400_000, 5).ShouldBe([9_600_000, 9_800_000, 10_000_000, 10_200_000, 10_400_000]);
        ValueTicks.EvenlySpaced(0, 7, 5).ShouldBe([0, 2, 4, 6]);
    }

    [Fact]
    public void Logarithmic_BetweenTwoValues_AreOneTwoOrFiveTimesAPowerOfTen()
    {
        ValueTicks.Logarithmic(3e6, 6e7).ShouldBe([5e6, 1e7, 2e7, 5e7], 1e-3);
        ValueTicks.Logarithmic(0.9, 20_000).ShouldBe([1, 10, 100, 1_000, 10_000], 1e-9);
    }

    private static IEnumerable<string> Labels(string from, string to) =>
        TimeTicks.Between(ParseKst(from), ParseKst(to)).Select(tick => tick.Label);

    private static long ParseKst(string time) =>
        KoreanTime.TryParse(time, out var utc, out var error) ? utc : throw new FormatException(error);
}
