using Bokgi.Markets;
using Bokgi.Performance;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Performance;

public class PerformanceReportTests
{
    [Fact]
    public void Create_CurveTradesAndCounts_SetsEveryFigure()
    {
        var study = new SignalStudy();
        study.Add(100, 110);
        study.Add(100, 90);
        study.Add(100, 100);
        var trades = Trades.Figures(
            Trades.WithPnl(20, 0.1, bars: 1, fees: 1, slippage: 0.5),
            Trades.WithPnl(-5, -0.05, bars: 4, fees: 2, slippage: 0.25)
        );

        var report = Report(
            trades,
            new RunCounts(study, UnfilledEntries: 1, BarsWithPosition: 3, BuyAndHoldReturn: 0.75),
            marks: [110, 120, 100, 130]
        );

        (report.Bars, report.FirstUtc, report.LastUtc).ShouldBe((4, 0, 3 * UnixTime.MicrosecondsPerDay));
        (report.Signals, report.Trades, report.UnfilledEntries, report.Exposure, report.BuyAndHoldReturn).ShouldBe((3, 2, 1, 0.75, 0.75));
        (report.WinRate, report.BestReturn, report.WorstReturn).ShouldBe((0.5, 0.1, -0.05));
        report.AverageReturn!.Value.ShouldBe(0.025, 1e-15);
        report.MedianReturn!.Value.ShouldBe(0.025, 1e-15);
        (report.ProfitFactor, report.Expectancy, report.PayoffRatio).ShouldBe((4, 7.5, 4));
        report.Sqn!.Value.ShouldBe(Math.Sqrt(2) * 7.5 / Math.Sqrt(312.5), 1e-12); // 7.5 is the mean of 20 and -5, 312.5 the variance
        (report.AverageHoldBars, report.AverageHoldSeconds, report.FeesPaid, report.SlippagePaid).ShouldBe((2.5, 150, 3, 0.75));
        report.Equity.TotalReturn!.Value.ShouldBe(0.3, 1e-12);
        report.Equity.Volatility!.Value.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Create_NoTrades_HasZeroVolatilityAndNoTradeFigures()
    {
        var report = Report(new TradeFigures(), new RunCounts(new SignalStudy(), 0, 0, 0), 100);

        (report.Equity.Volatility, report.Exposure, report.FeesPaid, report.SlippagePaid).ShouldBe((0, 0, 0, 0));
        (report.WinRate, report.MedianReturn, report.ProfitFactor, report.Sqn, report.AverageHoldSeconds).ShouldBe(
            (null, null, null, null, null)
        );
        (report.Study.WinRate, report.Study.AverageReturn).ShouldBe((null, null));
    }

    [Fact]
    public void Create_NullTradeFigures_IsRefused() => Should.Throw<ArgumentNullException>(() => Report(null!, new RunCounts(), 100));

    private static PerformanceReport Report(TradeFigures trades, in RunCounts counts, params double[] marks)
    {
        long[] times = [.. marks.Select((_, i) => i * UnixTime.MicrosecondsPerDay)];
        return PerformanceReport.Create(new EquityCurve(times, marks, 100, Timeframe.OneDay), trades, counts);
    }
}
