using Bokgi.Markets;
using Bokgi.Performance;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Performance;

public class DrawdownPeriodTests
{
    [Fact]
    public void FindDeepest_ThreeDrawdowns_AreDeepestFirstWithTheirTimes()
    {
        // 200 at the end of day 1, down to 180 on day 3, recovered on day 5; 300, down to 150, recovered; 320, then 288 and no recovery.
        var periods = FindDeepest(5, [100, 200, 190, 180, 190, 200, 300, 150, 320, 288, 300]);

        periods.ShouldBe([
            new DrawdownPeriod(0.5, End(6), End(7), End(8), IsRecovered: true),
            new DrawdownPeriod(1 - (180 / 200.0), End(1), End(3), End(5), IsRecovered: true),
            new DrawdownPeriod(1 - (288 / 320.0), End(8), End(9), End(10), IsRecovered: false),
        ]);
        FindDeepest(1, [100, 200, 190, 200, 100, 200]).ShouldBe([new DrawdownPeriod(0.5, End(3), End(4), End(5), IsRecovered: true)]);
    }

    [Fact]
    public void FindDeepest_LossOnTheFirstBar_BeginsAtTheFirstOpen() =>
        FindDeepest(5, [90, 80, 95]).ShouldBe([new DrawdownPeriod(1 - (80 / 100.0), Start, End(1), End(2), IsRecovered: false)]);

    [Fact]
    public void FindDeepest_SeveralBarsAtThePeak_BeginsAtTheLastOfThem() =>
        FindDeepest(5, [110, 110, 110, 99, 110])
            .ShouldBe([new DrawdownPeriod(1 - (99 / 110.0), End(2), End(3), End(4), IsRecovered: true)]);

    [Fact]
    public void FindDeepest_LowestEquityReachedTwice_PutsTheTroughAtTheFirstTime() =>
        FindDeepest(5, [200, 180, 190, 180, 200])
            .ShouldBe([new DrawdownPeriod(1 - (180 / 200.0), End(0), End(1), End(4), IsRecovered: true)]);

    [Fact]
    public void FindDeepest_NeverBelowAPeak_IsEmpty()
    {
        FindDeepest(5, [100, 100, 130]).ShouldBeEmpty();
        DrawdownPeriod.FindDeepest(new EquityCurve([], [], 100, Timeframe.OneDay), 5).ShouldBeEmpty();
    }

    [Fact]
    public void FindDeepest_AnyCurve_DrawdownsDoNotOverlapAndTheFirstIsTheMaximum()
    {
        var (withoutDrawdown, withRecovery, withSeveral) = (0, 0, 0);

        Curves.Marks.Sample(
            marks =>
            {
                var times = Curves.OpenTimes(marks.Length, 1);
                var all = DrawdownPeriod.FindDeepest(new EquityCurve(times, marks, Curves.InitialCash, Timeframe.OneDay), int.MaxValue);
                var figures = EquityFigures.Compute(times, marks, Curves.InitialCash, Timeframe.OneDay);

                all.Select(period => period.Depth).FirstOrDefault().ShouldBe(figures.MaxDrawdown);
                all.Select(period => -period.Depth).ShouldBeInOrder();
                var byTime = all.OrderBy(period => period.PeakUtc).ToList();
                byTime.Zip(byTime.Skip(1)).ShouldAllBe(pair => pair.First.EndUtc <= pair.Second.PeakUtc && pair.First.IsRecovered);
                all.ShouldAllBe(period => period.PeakUtc < period.TroughUtc && period.TroughUtc <= period.EndUtc && period.Depth > 0);
                var longest = all.Select(period => period.EndUtc - period.PeakUtc).DefaultIfEmpty().Max();
                (longest / (double)UnixTime.MicrosecondsPerSecond).ShouldBe(figures.MaxDrawdownDurationSeconds);
                Interlocked.Add(ref withoutDrawdown, all.Count == 0 ? 1 : 0);
                Interlocked.Add(ref withRecovery, all.Any(period => period.IsRecovered) ? 1 : 0);
                Interlocked.Add(ref withSeveral, all.Count > 1 ? 1 : 0);
            },
            iter: Iterations.Scale(500)
        );

        withoutDrawdown.ShouldBeGreaterThan(0);
        withRecovery.ShouldBeGreaterThan(0);
        withSeveral.ShouldBeGreaterThan(0);
    }

    private static long Start => Curves.OpenTimes(1, 1)[0];

    private static long End(int day) => Start + ((day + 1) * UnixTime.MicrosecondsPerDay);

    private static IReadOnlyList<DrawdownPeriod> FindDeepest(int count, double[] marks) =>
        DrawdownPeriod.FindDeepest(new EquityCurve(Curves.OpenTimes(marks.Length, 1), marks, Curves.InitialCash, Timeframe.OneDay), count);
}
