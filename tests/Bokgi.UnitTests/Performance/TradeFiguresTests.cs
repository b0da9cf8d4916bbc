using Bokgi.Performance;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Performance;

public class TradeFiguresTests
{
    private const double Tolerance = 1e-12;

    // The P&L is 20, -10, 0 and 40: the mean is 12.5, and the squared deviations from it sum to 1,475.
    private static readonly TradeFigures FourTrades = Trades.Figures(
        Trades.WithPnl(20, 0.1, bars: 1, fees: 1, slippage: 0.5),
        Trades.WithPnl(-10, -0.05, bars: 2, fees: 2, slippage: 0.25),
        Trades.WithPnl(0, 0, bars: 3),
        Trades.WithPnl(40, 0.2, bars: 4, fees: 4, slippage: 2)
    );

    [Fact]
    public void Add_TwoWinsOneLossOneBreakEven_GivesTheExpectedFigures()
    {
        (FourTrades.Count, FourTrades.Wins, FourTrades.WinRate).ShouldBe((4, 2, 0.5));
        FourTrades.AverageReturn!.Value.ShouldBe(0.0625, Tolerance);
        FourTrades.MedianReturn()!.Value.ShouldBe(0.05, Tolerance);
        (FourTrades.BestReturn, FourTrades.WorstReturn).ShouldBe((0.2, -0.05));
        (FourTrades.ProfitFactor, FourTrades.PayoffRatio, FourTrades.Expectancy).ShouldBe((6, 3, 12.5));
        FourTrades.Sqn!.Value.ShouldBe(2 * 12.5 / Math.Sqrt(1_475 / 3.0), Tolerance);
        (FourTrades.AverageHoldBars, FourTrades.AverageHoldSeconds).ShouldBe((2.5, 150));
        (FourTrades.FeesPaid, FourTrades.SlippagePaid).ShouldBe((7, 2.75));
    }

    [Fact]
    public void Figures_NoTrades_AreNull()
    {
        var none = new TradeFigures();

        (none.Count, none.Wins, none.FeesPaid, none.SlippagePaid).ShouldBe((0, 0, 0, 0));
        (none.WinRate, none.AverageReturn, none.Expectancy, none.AverageHoldBars, none.AverageHoldSeconds).ShouldBe(
            (null, null, null, null, null)
        );
        (none.MedianReturn(), none.BestReturn, none.WorstReturn).ShouldBe((null, null, null));
        (none.ProfitFactor, none.PayoffRatio, none.Sqn).ShouldBe((null, null, null));
    }

    [Fact]
    public void Figures_NoLoser_HaveNoProfitFactorNorPayoff()
    {
        var figures = Trades.Figures(Trades.WithPnl(10, 0.1), Trades.WithPnl(0));

        (figures.ProfitFactor, figures.PayoffRatio, figures.WinRate).ShouldBe((null, null, 0.5));
    }

    [Fact]
    public void Figures_NoWinner_HaveAProfitFactorOfZeroAndNoPayoff()
    {
        var figures = Trades.Figures(Trades.WithPnl(-10, -0.1), Trades.WithPnl(-20, -0.2));

        (figures.ProfitFactor, figures.PayoffRatio, figures.WinRate).ShouldBe((0, null, 0));
        (figures.BestReturn, figures.WorstReturn).ShouldBe((-0.1, -0.2));
    }

    [Fact]
    public void Sqn_OneTradeOrEqualPnl_IsNull()
    {
        Trades.Figures(Trades.WithPnl(10)).Sqn.ShouldBeNull();
        Trades.Figures(Trades.WithPnl(0.1), Trades.WithPnl(0.1), Trades.WithPnl(0.1)).Sqn.ShouldBeNull();
        Trades.Figures(Trades.WithPnl(10), Trades.WithPnl(30)).Sqn!.Value.ShouldBe(Math.Sqrt(2) * 20 / Math.Sqrt(200), Tolerance);
    }

    [Fact]
    public void Sqn_PnlEqualExceptForRounding_IsNull()
    {
        Trades
            .Figures(Trades.WithPnl(-10), Trades.WithPnl(-10.000_000_000_000_002), Trades.WithPnl(-9.999_999_999_999_998))
            .Sqn.ShouldBeNull();
        Trades.Figures(Trades.WithPnl(0), Trades.WithPnl(0)).Sqn.ShouldBeNull();
        Trades.Figures(Trades.WithPnl(-10), Trades.WithPnl(-10.000_000_001)).Sqn!.Value.ShouldBe(-2e10, 1e5);
    }

    [Fact]
    public void Ratios_JustAboveRounding_AreNotNull()
    {
        // The deviation is 2e-12 of the mean, and the mean loss is 3e-12 of the mean win.
        Trades.Figures(Trades.WithPnl(-1_000), Trades.WithPnl(-1_000 - 2.83e-9)).Sqn!.Value.ShouldBe(-7.07e11, 1e9);
        var figures = Trades.Figures(Trades.WithPnl(10), Trades.WithPnl(10), Trades.WithPnl(-3e-11));

        (figures.PayoffRatio!.Value, figures.ProfitFactor!.Value).ShouldBe((10 / 3e-11, 20 / 3e-11));
    }

    [Fact]
    public void ProfitFactor_LossWithinRounding_IsNull()
    {
        var figures = Trades.Figures(Trades.WithPnl(10), Trades.WithPnl(-1e-12));
        var figuresWithARealLoss = Trades.Figures(Trades.WithPnl(10), Trades.WithPnl(-1e-9));

        (figures.ProfitFactor, figures.PayoffRatio, figures.WinRate).ShouldBe((null, null, 0.5));
        (figuresWithARealLoss.ProfitFactor, figuresWithARealLoss.PayoffRatio).ShouldBe((1e10, 1e10));
    }

    [Fact]
    public void ProfitFactor_RatioThatOverflowsADouble_IsNull()
    {
        var figures = Trades.Figures(Trades.WithPnl(1e300), Trades.WithPnl(-1e-300));

        (figures.ProfitFactor, figures.PayoffRatio).ShouldBe((null, null));
    }

    [Fact]
    public void MedianReturn_OddOrEvenCount_IsTheMiddle()
    {
        Trades.Figures(Trades.WithPnl(1, 0.3), Trades.WithPnl(1, 0.1), Trades.WithPnl(1, 0.2)).MedianReturn().ShouldBe(0.2);
        Trades.Figures(Trades.WithPnl(1, 0.5), Trades.WithPnl(1, 0.25)).MedianReturn().ShouldBe(0.375);
    }

    [Fact]
    public void MedianReturn_CalledTwice_IsTheSame()
    {
        FourTrades.MedianReturn().ShouldBe(FourTrades.MedianReturn());
        (FourTrades.AverageReturn, FourTrades.BestReturn).ShouldBe((0.0625, 0.2));
    }

    [Fact]
    public void Add_ThousandTrades_CountsThemAll()
    {
        var figures = new TradeFigures();
        for (var i = 1; i <= 1_000; i++)
            figures.Add(Trades.WithPnl(i, i));

        (figures.Count, figures.Expectancy, figures.AverageReturn, figures.MedianReturn()).ShouldBe((1_000, 500.5, 500.5, 500.5));
        (figures.BestReturn, figures.WorstReturn).ShouldBe((1_000, 1));
        figures.Sqn!.Value.ShouldBe(Math.Sqrt(1_000) * 500.5 / Math.Sqrt(1_000 * 1_001 / 12.0), 1e-9);
    }

    [Fact]
    public void Clear_AfterTrades_RemovesThemAll()
    {
        var figures = Trades.Figures(
            Trades.WithPnl(20, 0.1, bars: 1, fees: 1, slippage: 1),
            Trades.WithPnl(-10, -0.1, bars: 2, fees: 1, slippage: 1),
            Trades.WithPnl(7, 0.4)
        );

        figures.Clear();

        (figures.Count, figures.Wins, figures.FeesPaid, figures.SlippagePaid).ShouldBe((0, 0, 0, 0));
        (figures.BestReturn, figures.WorstReturn, figures.MedianReturn()).ShouldBe((null, null, null));
        figures.Add(Trades.WithPnl(5, 0.25, bars: 3));
        figures.Add(Trades.WithPnl(-1, -0.125, bars: 5));
        (figures.WinRate, figures.AverageReturn, figures.MedianReturn(), figures.Expectancy).ShouldBe((0.5, 0.0625, 0.0625, 2));
        (figures.ProfitFactor, figures.PayoffRatio, figures.AverageHoldBars, figures.AverageHoldSeconds).ShouldBe((5, 5, 4, 240));
        figures.Sqn!.Value.ShouldBe(Math.Sqrt(2) * 2 / Math.Sqrt(18), Tolerance);
        (figures.BestReturn, figures.WorstReturn).ShouldBe((0.25, -0.125));
    }
}
