using Bokgi.Trading;
using Bokgi.UnitTests.Reference;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Trading;

/// <summary>The account's rules for stops and targets, one test per rule; the entry price before slippage is always 100.</summary>
public class StopAndTargetTests
{
    private static readonly AccountSettings Stop = AccountRun.NextOpenNoCosts with { StopLossPct = 0.125 };
    private static readonly AccountSettings Target = AccountRun.NextOpenNoCosts with { TakeProfitPct = 0.125 };
    private static readonly AccountSettings StopAndTarget = Stop with { TakeProfitPct = 0.125 };
    private static readonly AccountSettings Trailing = AccountRun.NextOpenNoCosts with { TrailingStopPct = 0.125 };

    [Fact]
    public void LevelsOf_Position_AreItsStopAndTarget()
    {
        var position = new OpenPosition { EntryPrice = 100, HighestPrice = 100 };
        var risen = position with { HighestPrice = 120 };
        var (stopAndTrailing, allThree) = (Stop with { TrailingStopPct = 0.25 }, StopAndTarget with { TrailingStopPct = 0.25 });

        AccountRun.NextOpenNoCosts.LevelsOf(risen).ShouldBe(new PositionLevels(null, null, null));
        Stop.LevelsOf(risen).ShouldBe(new PositionLevels(87.5, ExitReason.StopLoss, null));
        Target.LevelsOf(risen).ShouldBe(new PositionLevels(null, null, 112.5));
        Trailing.LevelsOf(risen).ShouldBe(new PositionLevels(105, ExitReason.TrailingStop, null));
        stopAndTrailing.LevelsOf(position).ShouldBe(new PositionLevels(87.5, ExitReason.StopLoss, null), "the higher one");
        allThree.LevelsOf(risen).ShouldBe(new PositionLevels(90, ExitReason.TrailingStop, 112.5));
    }

    [Fact]
    public void StopLoss_LowOnTheLevel_ExitsAtTheLevel() =>
        ExitOf(Stop, (100, 105, 95, 100), (100, 101, 87.5, 90)).ShouldBe((2, 87.5, ExitReason.StopLoss));

    [Fact]
    public void StopLoss_LowAboveTheLevel_StaysOpen() =>
        ExitOf(Stop, (100, 105, 87.51, 100), FlatBar).ShouldBe((2, 100, ExitReason.EndOfData));

    [Fact]
    public void StopLoss_OpenOnOrBelowTheLevel_ExitsAtTheOpen()
    {
        ExitOf(Stop, FlatBar, (87.5, 200, 80, 90)).ShouldBe((2, 87.5, ExitReason.StopLoss));
        ExitOf(Stop, FlatBar, (70, 200, 60, 90)).ShouldBe((2, 70, ExitReason.StopLoss));
    }

    [Fact]
    public void StopLoss_OnTheEntryBar_IsChecked() => ExitOf(Stop, (100, 101, 80, 90), FlatBar).ShouldBe((1, 87.5, ExitReason.StopLoss));

    [Fact]
    public void TakeProfit_HighOnTheLevel_ExitsAtTheLevel() =>
        ExitOf(Target, FlatBar, (100, 112.5, 100, 100)).ShouldBe((2, 112.5, ExitReason.TakeProfit));

    [Fact]
    public void TakeProfit_HighBelowTheLevel_StaysOpen() =>
        ExitOf(Target, FlatBar, (100, 112.49, 1, 100)).ShouldBe((2, 100, ExitReason.EndOfData));

    [Fact]
    public void TakeProfit_OpenOnOrAboveTheLevel_ExitsAtTheOpen()
    {
        ExitOf(Target, FlatBar, (112.5, 120, 110, 115)).ShouldBe((2, 112.5, ExitReason.TakeProfit));
        ExitOf(Target, FlatBar, (118, 120, 110, 115)).ShouldBe((2, 118, ExitReason.TakeProfit));
    }

    [Fact]
    public void StopAndTarget_TouchedByOneBar_ExitAtTheStop() =>
        ExitOf(StopAndTarget, (100, 150, 50, 100), FlatBar).ShouldBe((1, 87.5, ExitReason.StopLoss));

    [Fact]
    public void TakeProfit_OpenAboveItAndLowBelowTheStop_ExitsAtTheOpen() =>
        ExitOf(StopAndTarget, FlatBar, (120, 120, 50, 100)).ShouldBe((2, 120, ExitReason.TakeProfit));

    [Fact]
    public void Levels_WithSlippage_AreRelativeToTheEntryFillAndTheExitSlipsToo()
    {
        var settings = Stop with { SlippageRate = 0.0625, Sizing = new Sizing(SizingKind.BaseQuantity, 8) };

        var trade = AccountRun.Simulate(settings, 5, [0], (1, 1, 1, 1), (100, 110, 90, 100), (1, 1, 1, 1)).Trade;

        // Bought at 106.25, stopped at 92.96875, which slippage turns into 87.158203125.
        (trade.EntryPrice, trade.ExitPrice, trade.ExitBar).ShouldBe((106.25, 87.158203125, 1));
        trade.SlippageCost.ShouldBe(8 * (6.25 + 5.810546875));
    }

    [Fact]
    public void StopLoss_EntrySlippageLargerThanTheStopDistance_ExitsAtTheSameOpen()
    {
        var trade = AccountRun.Simulate(Stop with { SlippageRate = 0.25 }, 5, [0], (1, 1, 1, 1), (100, 200, 50, 100), FlatBar).Trade;

        (trade.EntryBar, trade.ExitBar, trade.ExitPrice, trade.ExitTimeUtc).ShouldBe((1, 1, 75, HourlyCandles.HourUtc(1)));
        (trade.MaximumAdverseExcursion, trade.MaximumFavourableExcursion).ShouldBe((0, 0));
    }

    [Fact]
    public void TrailingStop_RisingHighs_FollowsTheHighsOfEarlierBars()
    {
        // The stop is at 87.5 on the entry bar, at 105 after the high of 120 and at 140 after 160; it never moves down.
        ExitOf(Trailing, (100, 120, 88, 110), (110, 160, 106, 150), (150, 155, 140, 150)).ShouldBe((3, 140, ExitReason.TrailingStop));
        ExitOf(Trailing, (100, 120, 88, 110), (110, 160, 105, 150)).ShouldBe((2, 105, ExitReason.TrailingStop));
        ExitOf(Trailing, (100, 120, 88, 110), (110, 112, 106, 110), (106, 106, 104, 104)).ShouldBe((3, 105, ExitReason.TrailingStop));
    }

    [Fact]
    public void TrailingStop_HighOfTheSameBar_DoesNotCountYet() =>
        ExitOf(Trailing, (100, 200, 88, 100), (180, 190, 176, 180)).ShouldBe((2, 180, ExitReason.EndOfData));

    [Fact]
    public void TrailingStop_OpenBelowTheLevel_ExitsAtTheOpen() =>
        ExitOf(Trailing, (100, 200, 88, 100), (170, 190, 160, 180)).ShouldBe((2, 170, ExitReason.TrailingStop));

    [Fact]
    public void TrailingStop_EntryBarOfSignalClose_DoesNotCount()
    {
        var settings = Trailing with { Execution = Execution.SignalClose };

        var run = AccountRun.Simulate(settings, 5, [0], (100, 400, 50, 100), (100, 104, 88, 100), (100, 101, 91, 100), (100, 101, 90, 100));

        // The stop is at 87.5, then at (1 - 0.125) * 104 = 91.
        (run.Trade.ExitBar, run.Trade.ExitPrice).ShouldBe((2, 91));
    }

    [Theory]
    [InlineData(0.25, 0.125, 87.5, ExitReason.TrailingStop)]
    [InlineData(0.125, 0.25, 87.5, ExitReason.StopLoss)]
    [InlineData(0.125, 0.125, 87.5, ExitReason.StopLoss)]
    public void StopLossAndTrailingStop_Together_ExitByTheHigherOne(double stop, double trailing, double price, ExitReason reason) =>
        ExitOf(AccountRun.NextOpenNoCosts with { StopLossPct = stop, TrailingStopPct = trailing }, (100, 100, 50, 60), FlatBar)
            .ShouldBe((1, price, reason));

    [Fact]
    public void TimeExit_DueAtTheOpen_ComesBeforeTheStops()
    {
        var trade = AccountRun.Simulate(StopAndTarget, 1, [0], FlatBar, FlatBar, (50, 200, 10, 100)).Trade;

        (trade.ExitPrice, trade.ExitReason).ShouldBe((50, ExitReason.Hold));
    }

    [Fact]
    public void SignalClose_EntryBar_IsNotChecked()
    {
        var run = AccountRun.Simulate(
            StopAndTarget with
            {
                Execution = Execution.SignalClose,
            },
            1,
            [0],
            (100, 200, 50, 100),
            (100, 110, 90, 105)
        );

        (run.Trade.ExitBar, run.Trade.ExitPrice, run.Trade.ExitReason).ShouldBe((1, 105, ExitReason.Hold));
    }

    [Fact]
    public void SignalClose_TimeExit_ComesAfterTheStopsOfThatBar()
    {
        var settings = StopAndTarget with { Execution = Execution.SignalClose };

        var stopped = AccountRun.Simulate(settings, 1, [0], FlatBar, (100, 110, 87, 105)).Trade;
        (stopped.ExitPrice, stopped.ExitReason, stopped.ExitTimeUtc).ShouldBe((87.5, ExitReason.StopLoss, HourlyCandles.HourUtc(1)));

        var openedAboveTarget = AccountRun.Simulate(settings, 1, [0], FlatBar, (120, 120, 120, 120)).Trade;
        (openedAboveTarget.ExitPrice, openedAboveTarget.ExitReason).ShouldBe((120, ExitReason.TakeProfit));
    }

    [Fact]
    public void StopLoss_ExitBar_CountsInTheExcursions()
    {
        var trade = AccountRun.Simulate(Stop, 5, [0], FlatBar, (100, 110, 80, 90)).Trade;

        trade.MaximumAdverseExcursion.ShouldBe(-0.2, 1e-15);
        trade.MaximumFavourableExcursion.ShouldBe(0.1, 1e-15);
        trade.ExitTimeUtc.ShouldBe(HourlyCandles.HourUtc(1));
    }

    private static (double Open, double High, double Low, double Close) FlatBar => (100, 100, 100, 100);

    private static (int Bar, double Price, ExitReason Reason) ExitOf(
        AccountSettings settings,
        params (double Open, double High, double Low, double Close)[] bars
    )
    {
        var trade = AccountRun.Simulate(settings, 100, [0], [FlatBar, .. bars]).Trade;
        return (trade.ExitBar, trade.ExitPrice, trade.ExitReason);
    }
}
