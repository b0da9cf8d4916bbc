using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Reference;

public class ReferenceFiguresTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void Compute_NoTrades_IsNullWhereNothingCanBeComputed()
    {
        var figures = ReferenceFigures.Compute(Daily(100, 100, 100), [], signalCount: 0, unfilled: 0, buyAndHold: 0.5);

        string[] nulls =
        [
            "win_rate",
            "avg_return",
            "median_return",
            "best_return",
            "worst_return",
            "expectancy",
            "payoff_ratio",
            "profit_factor",
            "avg_hold_bars",
            "avg_hold_seconds",
            "sqn",
            "sharpe",
            "sortino",
            "calmar",
        ];
        figures.Where(figure => figure.Value is null).Select(figure => figure.Key).ShouldBe(nulls, ignoreOrder: true);
        foreach (
            var name in new[] { "exposure", "fees_paid", "slippage_paid", "volatility", "total_return", "cagr", "max_drawdown", "trades" }
        )
            figures[name].ShouldBe(0, name);
        figures["buy_and_hold_return"].ShouldBe(0.5);
    }

    [Fact]
    public void Compute_WinsAndLosses_GivesTheExpectedTradeFigures()
    {
        var figures = FiguresOf(Daily(100, 110), Trade(10), Trade(-5), Trade(0), Trade(20));

        var expected = new Dictionary<string, double>
        {
            ["win_rate"] = 0.5,
            ["avg_return"] = 0.0625,
            ["median_return"] = 0.05,
            ["best_return"] = 0.2,
            ["worst_return"] = -0.05,
            ["profit_factor"] = 6,
            ["expectancy"] = 6.25,
            ["payoff_ratio"] = 3,
            ["sqn"] = 2 * 6.25 / Math.Sqrt(368.75 / 3), // 368.75 is the sum of the squared deviations from 6.25
            ["avg_hold_bars"] = 2,
            ["avg_hold_seconds"] = 172_800,
            ["fees_paid"] = 4,
            ["slippage_paid"] = 8,
        };
        foreach (var (name, value) in expected)
            figures[name].ShouldNotBeNull(name).ShouldBe(value, Tolerance, name);
    }

    [Fact]
    public void Compute_OnlyWinnersOrOnlyLosers_GivesANullOrZeroProfitFactor()
    {
        var winners = FiguresOf(Daily(100, 110), Trade(10), Trade(10));
        var losers = FiguresOf(Daily(100, 90), Trade(-10));

        (winners["profit_factor"], winners["payoff_ratio"], winners["sqn"]).ShouldBe((null, null, null));
        (losers["profit_factor"], losers["payoff_ratio"], losers["sqn"]).ShouldBe((0, null, null));
    }

    [Fact]
    public void Compute_DivisorsWithinRoundingOfZero_GiveNull()
    {
        var equalTrades = FiguresOf(Daily(100, 90), Trade(-10), Trade(-10.000_000_000_000_002), Trade(-10));
        var almostEqualTrades = FiguresOf(Daily(100, 90), Trade(-10), Trade(-10.000_000_001));
        var noLoss = FiguresOf(Daily(101, 101 - 1e-13, 150), Trade(50), Trade(-1e-13));

        equalTrades["sqn"].ShouldBeNull();
        almostEqualTrades["sqn"]!.Value.ShouldBe(-2e10, 1e5); // √2 times the mean, -10, divided by the deviation, 1e-9 / √2
        (noLoss["sortino"], noLoss["calmar"], noLoss["profit_factor"], noLoss["payoff_ratio"]).ShouldBe((null, null, null, null));
        noLoss["sharpe"].ShouldNotBeNull();
    }

    [Fact]
    public void Compute_FlatCurveWithAGapOfCandles_HasNoDrawdownDuration()
    {
        var flatCurve = Daily(100, 100, 100) with { Times = [Day(0), Day(9), Day(10)] };
        var curveWithALoss = flatCurve with { Equity = [100, 99, 100] };

        FiguresOf(flatCurve, Trade(0))["max_drawdown_duration_seconds"].ShouldBe(0);
        FiguresOf(curveWithALoss, Trade(0))["max_drawdown_duration_seconds"].ShouldBe(10 * 86_400);
    }

    [Fact]
    public void Compute_RiseFallAndRecovery_GivesTheExpectedCurveFigures()
    {
        var figures = FiguresOf(Daily(110, 99, 99, 110, 121), Trade(21));

        double[] returns = [0.1, -0.1, 0, 1 / 9.0, 0.1];
        var mean = returns.Average();
        var deviation = Math.Sqrt(returns.Sum(r => (r - mean) * (r - mean)) / 4);
        figures["total_return"]!.Value.ShouldBe(0.21, Tolerance);
        figures["max_drawdown"]!.Value.ShouldBe(0.1, Tolerance);
        figures["max_drawdown_duration_seconds"].ShouldBe(3 * 86_400);
        figures["volatility"]!.Value.ShouldBe(deviation * Math.Sqrt(365), Tolerance);
        figures["sharpe"]!.Value.ShouldBe(mean / deviation * Math.Sqrt(365), Tolerance);
        figures["sortino"]!.Value.ShouldBe(mean / Math.Sqrt(0.01 / 5) * Math.Sqrt(365), 1e-11);
        figures["cagr"]!.Value.ShouldBe(Math.Pow(1.21, 73) - 1, 1e-6); // 73 is 365 / 5 days
        figures["calmar"]!.Value.ShouldBe(figures["cagr"]!.Value / 0.1, 1e-4);
    }

    [Fact]
    public void Compute_FirstBarsLossNeverRecovered_HasADrawdownFromTheFirstOpenToTheEnd()
    {
        var figures = FiguresOf(Daily(90, 80, 95), Trade(-5));

        figures["max_drawdown"]!.Value.ShouldBe(0.2, Tolerance);
        figures["max_drawdown_duration_seconds"].ShouldBe(3 * 86_400);
    }

    [Fact]
    public void Compute_EquityOfZero_HasNoCagrAndNoRatios()
    {
        var figures = FiguresOf(Daily(0, 0), Trade(-100));

        (figures["cagr"], figures["calmar"], figures["volatility"], figures["sharpe"], figures["sortino"]).ShouldBe(
            (null, null, null, null, null)
        );
        (figures["total_return"], figures["max_drawdown"]).ShouldBe((-1, 1));
    }

    [Fact]
    public void Compute_AnnualizedGrowthThatOverflowsADouble_HasNoCagrOrCalmar()
    {
        var figures = FiguresOf(Daily(50, 10_000), Trade(9_900));

        (figures["cagr"], figures["calmar"], figures["total_return"]).ShouldBe((null, null, 99));
    }

    [Fact]
    public void Compute_UnderOneDay_HasNoCagr()
    {
        var curve = Daily(100, 110) with { Timeframe = Timeframe.OneHour, Times = [HourlyCandles.HourUtc(0), HourlyCandles.HourUtc(22)] };
        var oneHourMore = curve with { Times = [HourlyCandles.HourUtc(0), HourlyCandles.HourUtc(23)] };

        FiguresOf(curve, Trade(10))["cagr"].ShouldBeNull(); // 23 hours, from the first open to the last close
        FiguresOf(oneHourMore, Trade(10))["cagr"].ShouldNotBeNull();
    }

    [Fact]
    public void Run_WarmUp_DropsItsSignalsAndStartsTheCurveInTheRange()
    {
        var request = new ReferenceRequest { Strategy = "volume_zone_breakout", WarmupBars = 15 };

        var result = ReferenceEngine.Run(HourlyCandles.UptickRamp, Timeframe.OneHour, request);

        (result.Signals.Count, result.Signals[0].Bar, result.Trades[0].EntryBar).ShouldBe((85, 15, 16));
        (result.Curve.Times[0], result.Curve.Times.Count).ShouldBe((HourlyCandles.HourUtc(15), 85));
        result.Figures["signals"].ShouldBe(85);
        result.Figures["buy_and_hold_return"]!.Value.ShouldBe((110.4 / 101.5) - 1, Tolerance);
    }

    [Fact]
    public void Totals_MarketsWithGaps_AddUpTheirCurvesAtEveryTimeOfAnyMarket()
    {
        var earlyCurve = new ReferenceCurve(Timeframe.OneDay, 100, [Day(0), Day(1), Day(3)], [100, 120, 90], [false, true, false]);
        var lateCurve = new ReferenceCurve(Timeframe.OneDay, 100, [Day(3), Day(4)], [100, 150], [false, true]);

        var totals = ReferenceTotals.Compute([
            ("BTC_KRW", ResultOf(earlyCurve, 0.1, [Trade(-10)])),
            ("ETH_KRW", ResultOf(lateCurve, 0.3, [Trade(50)])),
        ]);

        totals.Curve.Times.ShouldBe([Day(0), Day(1), Day(3), Day(4)]);
        totals.Curve.Equity.ShouldBe([200, 220, 190, 240]);
        totals.Figures["exposure"].ShouldBe(0.5);
        totals.Figures["total_return"]!.Value.ShouldBe(0.2, Tolerance);
        totals.Figures["expectancy"].ShouldBe(20);
        totals.Figures["buy_and_hold_return"]!.Value.ShouldBe(0.2, Tolerance);
    }

    [Fact]
    public void Totals_PositionHeldThroughAGap_CountsAsOpenUntilTheLastBarOfItsMarket()
    {
        var resultWithGap = ResultOf(new ReferenceCurve(Timeframe.OneDay, 100, [Day(0), Day(2)], [100, 100], [true, true]), 0, [Trade(0)]);
        var resultWithoutGap = ResultOf(Daily(100, 100, 100, 100), 0, []);

        ReferenceTotals
            .Compute([("BTC_KRW", resultWithGap), ("ETH_KRW", resultWithoutGap)])
            .Curve.HasPosition.ShouldBe([true, true, true, false]);
    }

    private static long Day(int day) => HourlyCandles.StartUtc + (day * UnixTime.MicrosecondsPerDay);

    private static ReferenceCurve Daily(params double[] equity) =>
        new(Timeframe.OneDay, 100, [.. equity.Select((_, i) => Day(i))], equity, [.. equity.Select(_ => false)]);

    private static ReferenceTrade Trade(double pnl) =>
        new(1, 3, Day(1), Day(3), 100, 100 + pnl, Quantity: 1, Fees: 1, SlippageCost: 2, EntryCost: 100, pnl, "hold", 0.5, 0, 0);

    // One signal for each trade.
    private static Dictionary<string, double?> FiguresOf(ReferenceCurve curve, params ReferenceTrade[] trades) =>
        ReferenceFigures.Compute(curve, trades, trades.Length, unfilled: 0, buyAndHold: 0);

    private static ReferenceResult ResultOf(ReferenceCurve curve, double buyAndHold, IReadOnlyList<ReferenceTrade> trades) =>
        new([], trades, 0, curve, ReferenceFigures.Compute(curve, trades, signalCount: 0, unfilled: 0, buyAndHold), new ReferenceStudy([]));
}
