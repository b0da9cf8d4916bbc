using Bokgi.Markets;
using Bokgi.Performance;
using Bokgi.UnitTests.Reference;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Performance;

public class EquityFiguresTests
{
    private const double Tolerance = 1e-12;
    private const double SecondsPerDay = 86_400;

    [Fact]
    public void Compute_RiseFallAndRecovery_GivesTheExpectedFigures()
    {
        var figures = Daily(110, 99, 99, 110, 121);

        double[] returns = [0.1, -0.1, 0, 1 / 9.0, 0.1];
        var mean = returns.Average();
        var deviation = Math.Sqrt(returns.Sum(change => (change - mean) * (change - mean)) / 4);
        figures.TotalReturn!.Value.ShouldBe(0.21, Tolerance);
        figures.Volatility!.Value.ShouldBe(deviation * Math.Sqrt(365), Tolerance);
        figures.Sharpe!.Value.ShouldBe(mean / deviation * Math.Sqrt(365), Tolerance);
        // The only loss is 0.1, so the mean square of the losses over the five bars is 0.01 / 5.
        figures.Sortino!.Value.ShouldBe(mean / Math.Sqrt(0.01 / 5) * Math.Sqrt(365), 1e-11);
        figures.MaxDrawdown.ShouldBe(0.1, Tolerance);
        figures.MaxDrawdownDurationSeconds.ShouldBe(3 * SecondsPerDay);
        figures.Cagr!.Value.ShouldBe(Math.Pow(1.21, 73) - 1, 1e-5); // 73 is 365 / 5 days
        figures.Calmar!.Value.ShouldBe(figures.Cagr.Value / 0.1, 1e-3);
    }

    [Fact]
    public void Cagr_OneYear_IsTheTotalReturn() =>
        EquityFigures.Compute([Day(0), Day(364)], [100, 150], 100, Timeframe.OneDay).Cagr!.Value.ShouldBe(0.5, Tolerance);

    [Fact]
    public void Cagr_UnderOneDay_IsNull()
    {
        Hourly(22).Cagr.ShouldBeNull(); // 23 hours, from the first open to the last close
        Hourly(23).Cagr!.Value.ShouldBe(Math.Pow(1.01, 365) - 1, 1e-9);

        static EquityFigures Hourly(int lastHour) =>
            EquityFigures.Compute([HourlyCandles.HourUtc(0), HourlyCandles.HourUtc(lastHour)], [100, 101], 100, Timeframe.OneHour);
    }

    [Fact]
    public void Cagr_AnnualizedGrowthThatOverflowsADouble_IsNullLikeCalmar()
    {
        var figures = Daily(50, 10_000);

        (figures.Cagr, figures.Calmar, figures.TotalReturn).ShouldBe((null, null, 99));
    }

    [Fact]
    public void Compute_EquityOfZero_HasNoCagrAndNoRatios()
    {
        var figures = Daily(0, 0);

        (figures.Cagr, figures.Calmar, figures.Volatility, figures.Sharpe, figures.Sortino).ShouldBe((null, null, null, null, null));
        (figures.TotalReturn, figures.MaxDrawdown).ShouldBe((-1, 1));
    }

    [Fact]
    public void Compute_EquityOfZeroOnTheLastBar_HasAVolatility()
    {
        var figures = Daily(100, 0);

        (figures.TotalReturn, figures.Cagr).ShouldBe((-1, null));
        figures.Volatility!.Value.ShouldBe(Math.Sqrt(0.5) * Math.Sqrt(365), Tolerance);
    }

    [Fact]
    public void Compute_EqualReturns_HaveZeroVolatilityAndNeitherSharpeNorSortino()
    {
        var figures = Daily(200, 400, 800);

        (figures.Volatility, figures.Sharpe, figures.Sortino).ShouldBe((0, null, null));
        var fallingFigures = Daily(50, 25, 12.5);
        (fallingFigures.Volatility, fallingFigures.Sharpe, fallingFigures.Sortino).ShouldBe((0, null, null));
    }

    [Fact]
    public void Compute_ReturnsEqualExceptForRounding_CountAsEqual()
    {
        // Grows by a tenth per bar, up to double rounding.
        var figures = Daily([.. Enumerable.Range(1, 40).Select(i => 100 * Math.Pow(1.1, i))]);
        var unequalFigures = Daily(110, 121, 133.1 * (1 + 1e-9));

        (figures.Volatility, figures.Sharpe, figures.Sortino).ShouldBe((0, null, null));
        unequalFigures.Volatility!.Value.ShouldBeGreaterThan(1e-9);
        unequalFigures.Sharpe!.Value.ShouldBeGreaterThan(1e8);
    }

    [Fact]
    public void Compute_LossesWithinRounding_GiveNeitherSortinoNorCalmar()
    {
        var figures = Daily(101, 101 - 1e-13, 150);
        var figuresWithARealLoss = Daily(101, 101 - 1e-6, 150);

        (figures.Sortino, figures.Calmar).ShouldBe((null, null));
        figures.Sharpe!.Value.ShouldBeGreaterThan(10);
        figuresWithARealLoss.Sortino!.Value.ShouldBeGreaterThan(1e8);
        figuresWithARealLoss.Calmar!.Value.ShouldBeGreaterThan(1e20);
    }

    [Fact]
    public void Compute_OneBar_HasNoDeviation()
    {
        var figures = Daily(90);

        (figures.Volatility, figures.Sharpe, figures.Sortino).ShouldBe((null, null, null));
        figures.TotalReturn!.Value.ShouldBe(-0.1, Tolerance);
        figures.MaxDrawdown.ShouldBe(0.1, Tolerance);
    }

    [Fact]
    public void Sortino_NoLoss_IsNullWhileSharpeIsNot()
    {
        var figures = Daily(110, 130);

        figures.Sortino.ShouldBeNull();
        figures.Sharpe.ShouldNotBeNull();
        (figures.MaxDrawdown, figures.Calmar).ShouldBe((0, null));
    }

    [Fact]
    public void MaxDrawdown_LossOnTheFirstBar_IsFromTheInitialCashAndLastsFromTheFirstOpen()
    {
        var figures = Daily(90, 80, 95);

        figures.MaxDrawdown.ShouldBe(0.2, Tolerance);
        figures.MaxDrawdownDurationSeconds.ShouldBe(3 * SecondsPerDay);
    }

    [Fact]
    public void MaxDrawdown_SecondDeeperAndFirstLonger_TakesDepthAndDurationFromDifferentDrawdowns()
    {
        // Drops from 200 to 180 and recovers within four days, then from 300 to 150 and recovers within two.
        var figures = Daily(200, 190, 180, 190, 200, 300, 150, 300);

        figures.MaxDrawdown.ShouldBe(0.5, Tolerance);
        figures.MaxDrawdownDurationSeconds.ShouldBe(4 * SecondsPerDay);
    }

    [Fact]
    public void MaxDrawdownDuration_NeverUnderAPeak_IsZero()
    {
        Daily(100, 110, 120).MaxDrawdownDurationSeconds.ShouldBe(0);
        Daily(100, 100, 100).MaxDrawdownDurationSeconds.ShouldBe(0);
        EquityFigures.Compute([Day(0), Day(5)], [110, 120], 100, Timeframe.OneDay).MaxDrawdownDurationSeconds.ShouldBe(0);
        EquityFigures.Compute([Day(0), Day(50), Day(51)], [100, 100, 100], 100, Timeframe.OneDay).MaxDrawdownDurationSeconds.ShouldBe(0);
    }

    [Fact]
    public void MaxDrawdownDuration_FallAfterAGap_LastsFromTheLastBarAtThePeak()
    {
        EquityFigures
            .Compute([Day(0), Day(5), Day(6)], [100, 99, 100], 100, Timeframe.OneDay)
            .MaxDrawdownDurationSeconds.ShouldBe(6 * SecondsPerDay);
        EquityFigures
            .Compute([Day(0), Day(5), Day(6)], [110, 110, 99], 100, Timeframe.OneDay)
            .MaxDrawdownDurationSeconds.ShouldBe(SecondsPerDay);
        EquityFigures
            .Compute([Day(0), Day(5), Day(6)], [99, 100, 100], 100, Timeframe.OneDay)
            .MaxDrawdownDurationSeconds.ShouldBe(6 * SecondsPerDay);
    }

    [Fact]
    public void MaxDrawdownDuration_AnyCurve_IsTheLongestTimeFromAPeakToItsRecovery()
    {
        var (withoutDrawdown, withRecovery, withSeveral) = (0, 0, 0);

        Gen.Select(Curves.Marks, Gen.Int[1, 9].Array[120])
            .Sample(
                (marks, daysApart) =>
                {
                    var times = new long[marks.Length];
                    var day = 0;
                    for (var i = 0; i < marks.Length; i++)
                    {
                        day += daysApart[i];
                        times[i] = Day(day);
                    }

                    var seconds = EquityFigures.Compute(times, marks, Curves.InitialCash, Timeframe.OneDay).MaxDrawdownDurationSeconds;

                    var drawdowns = TimesBelowPeak(times, marks).ToList();
                    seconds.ShouldBe(
                        drawdowns.Select(period => period.Length).DefaultIfEmpty().Max() / (double)UnixTime.MicrosecondsPerSecond
                    );
                    Interlocked.Add(ref withoutDrawdown, drawdowns.Count == 0 ? 1 : 0);
                    Interlocked.Add(ref withRecovery, drawdowns.Exists(period => period.IsRecovered) ? 1 : 0);
                    Interlocked.Add(ref withSeveral, drawdowns.Count > 1 ? 1 : 0);
                },
                iter: Iterations.Scale(2_000)
            );

        withoutDrawdown.ShouldBeGreaterThan(0);
        withRecovery.ShouldBeGreaterThan(0);
        withSeveral.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void MaxDrawdownDuration_UnderThePeakToTheEnd_LastsToTheEndOfTheLastBar()
    {
        Daily(100, 90, 95, 99).MaxDrawdownDurationSeconds.ShouldBe(3 * SecondsPerDay);
        Daily(100, 90, 100, 100, 100).MaxDrawdownDurationSeconds.ShouldBe(2 * SecondsPerDay);
    }

    // The returns 0.1 and -0.1 have a variance of 0.02.
    [Theory]
    [InlineData("1H", 8_760)]
    [InlineData("1D", 365)]
    [InlineData("1W", 365 / 7.0)]
    [InlineData("1MO", 12)]
    public void Volatility_AnyTimeframe_IsPerYear(string timeframe, double barsPerYear) =>
        EquityFigures
            .Compute([Day(0), Day(62)], [110, 99], 100, Timeframe.Parse(timeframe))
            .Volatility!.Value.ShouldBe(Math.Sqrt(0.02) * Math.Sqrt(barsPerYear), Tolerance);

    [Fact]
    public void Compute_TimesAndMarksOfDifferentLength_AreRefused()
    {
        Should.Throw<ArgumentException>(() => EquityFigures.Compute([], [], 100, Timeframe.OneDay)).Message.ShouldContain("at least one");
        Should
            .Throw<ArgumentException>(() => EquityFigures.Compute([1], [1, 2], 100, Timeframe.OneDay))
            .Message.ShouldContain("as many times as marks");
    }

    [Fact]
    public void Compute_NoTimeframe_IsRefused() => Should.Throw<ArgumentNullException>(() => EquityFigures.Compute([1], [1], 100, null!));

    // Computed from the definition: equity falls from a peak, until it is back at the peak or until the end.
    private static IEnumerable<(long Length, bool IsRecovered)> TimesBelowPeak(long[] times, double[] marks)
    {
        for (var peak = -1; peak < marks.Length - 1; peak++) // at -1, the peak is the initial cash
        {
            var (peakEquity, peakUtc) = peak < 0 ? (Curves.InitialCash, times[0]) : (marks[peak], Timeframe.OneDay.EndOf(times[peak]));
            var isHighest = peakEquity >= marks[..(peak + 1)].Append(Curves.InitialCash).Max();
            var fallsNext = marks[peak + 1] < peakEquity;
            if (!isHighest || !fallsNext)
                continue;
            var recovery = Array.FindIndex(marks, peak + 1, mark => mark >= peakEquity);
            var lastBar = recovery < 0 ? marks.Length - 1 : recovery;
            yield return (Timeframe.OneDay.EndOf(times[lastBar]) - peakUtc, recovery >= 0);
        }
    }

    private static long Day(int day) => HourlyCandles.StartUtc + (day * UnixTime.MicrosecondsPerDay);

    private static EquityFigures Daily(params double[] equity) =>
        EquityFigures.Compute([.. equity.Select((_, i) => Day(i))], equity, 100, Timeframe.OneDay);
}
