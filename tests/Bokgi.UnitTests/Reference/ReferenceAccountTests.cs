using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Reference;

public class ReferenceAccountTests
{
    private static readonly ReferenceRequest NoCosts = new()
    {
        Strategy = "by hand",
        FeeRate = 0,
        SlippageRate = 0,
        InitialCash = 1_000,
    };

    [Fact]
    public void Run_HoldingPeriodOfTwo_EntersAtTheNextOpenAndExitsAtTheOpenTwoBarsLater()
    {
        var account = Run(Hold(2), [0, 1, 2], (100, 101, 99, 100), (100, 105, 98, 104), (104, 110, 103, 108), (109, 200, 1, 150));

        var trade = account.Trades.ShouldHaveSingleItem();
        (trade.EntryBar, trade.ExitBar, trade.EntryPrice, trade.ExitPrice, trade.ExitReason).ShouldBe((1, 3, 100, 109, "hold"));
        (trade.EntryTimeUtc, trade.ExitTimeUtc).ShouldBe((HourlyCandles.HourUtc(1), HourlyCandles.HourUtc(3)));
        (trade.AdverseExcursion, trade.FavourableExcursion).ShouldBe((-0.02, 0.1));
        account.Curve.Equity.ShouldBe([1_000, 1_040, 1_080, 1_090]);
        account.Curve.HasPosition.ShouldBe([false, true, true, false]);
        account.UnfilledEntries.ShouldBe(0);
    }

    [Fact]
    public void Run_CostsOnEntryAndExit_AreInFeesSlippageAndPnl()
    {
        var request = Hold(1) with { FeeRate = 0.01, SlippageRate = 0.1, Sizing = "base_quantity", SizingValue = 2 };

        var trade = Run(request, [0], (100, 100, 100, 100), (100, 120, 100, 120), (120, 120, 120, 120)).Trades.ShouldHaveSingleItem();

        // Buys 2 for 110 each and sells them for 108 each, with a fee of 1 % on both sides.
        trade.EntryPrice.ShouldBe(110, 1e-12);
        trade.ExitPrice.ShouldBe(108, 1e-12);
        trade.Fees.ShouldBe(4.36, 1e-12);
        trade.SlippageCost.ShouldBe(44, 1e-12);
        trade.EntryCost.ShouldBe(222.2, 1e-12);
        trade.Pnl.ShouldBe(-8.36, 1e-12);
    }

    [Fact]
    public void Run_EntryOpensBeyondItsOwnStop_ExitsAtThatSameOpen()
    {
        // The entry at an open of 100 costs 125. Its stop is 109.375, which is above the open, so the exit is at 100 less slippage.
        var request = Hold(5) with
        {
            SlippageRate = 0.25,
            StopLossPct = 0.125,
        };

        var account = Run(request, [0, 1], (100, 100, 100, 100), (100, 200, 50, 100), (100, 100, 100, 100));

        var trade = account.Trades[0];
        (trade.EntryBar, trade.ExitBar, trade.EntryPrice, trade.ExitPrice, trade.ExitReason).ShouldBe((1, 1, 125, 75, "stop_loss"));
        (trade.EntryTimeUtc, trade.ExitTimeUtc, trade.AdverseExcursion, trade.FavourableExcursion).ShouldBe(
            (HourlyCandles.HourUtc(1), HourlyCandles.HourUtc(1), 0, 0)
        );
        // The position is closed during bar 1, so the signal of bar 1 opens the next position.
        account.Trades[1].EntryBar.ShouldBe(2);
    }

    [Fact]
    public void Run_EntryBarFallsToTheStop_ExitsAtTheStopOnThatBar()
    {
        var request = Hold(5) with { StopLossPct = 0.05 };

        var trade = Run(request, [0], (100, 100, 100, 100), (100, 103, 95, 100), (1, 1, 1, 1)).Trades.ShouldHaveSingleItem();

        (trade.ExitBar, trade.ExitPrice, trade.ExitReason, trade.FavourableExcursion).ShouldBe((1, 95, "stop_loss", 0.03));
    }

    [Theory]
    [InlineData(100, 112.5, 87.5, 87.5, "stop_loss")]
    [InlineData(100, 112.5, 88, 112.5, "take_profit")]
    [InlineData(114, 115, 80, 114, "take_profit")]
    [InlineData(112.5, 115, 80, 112.5, "take_profit")]
    [InlineData(85, 120, 80, 85, "stop_loss")]
    [InlineData(87.5, 120, 80, 87.5, "stop_loss")]
    public void Run_BarTouchesStopOrTarget_ExitsByTheOrderOfTheRules(double open, double high, double low, double price, string reason)
    {
        var request = Hold(5) with { StopLossPct = 0.125, TakeProfitPct = 0.125 };

        var trade = Run(request, [0], (100, 100, 100, 100), (100, 101, 99, 100), (open, high, low, 100)).Trades.ShouldHaveSingleItem();

        trade.ExitBar.ShouldBe(2);
        trade.ExitPrice.ShouldBe(price);
        // If a position is closed at a bar's open, that bar does not count in the excursions.
        trade.FavourableExcursion.ShouldBe(price == open ? 0.01 : (high - 100) / 100);
        trade.ExitReason.ShouldBe(reason);
    }

    [Fact]
    public void Run_HoldingPeriodEndsAtAnOpenBelowTheStop_ExitReasonIsHold()
    {
        var request = Hold(1) with { StopLossPct = 0.1 };

        var trade = Run(request, [0], (100, 100, 100, 100), (100, 100, 100, 100), (50, 50, 50, 50)).Trades.ShouldHaveSingleItem();

        (trade.ExitPrice, trade.ExitReason, trade.AdverseExcursion).ShouldBe((50, "hold", 0));
    }

    [Fact]
    public void Run_TrailingStop_UsesTheHighsUpToThePreviousBar()
    {
        var request = Hold(9) with { TrailingStopPct = 0.25 };

        var account = Run(request, [0], (100, 400, 100, 100), (100, 160, 100, 150), (150, 200, 121, 150), (155, 156, 140, 140));

        var trade = account.Trades.ShouldHaveSingleItem();

        (trade.ExitBar, trade.ExitPrice, trade.ExitReason).ShouldBe((3, 150, "trailing_stop")); // 25 % below the high of bar 2, 200
        trade.FavourableExcursion.ShouldBe(1.0);
    }

    [Theory]
    [InlineData(0.1, "stop_loss")]
    [InlineData(0.05, "trailing_stop")]
    [InlineData(0.2, "stop_loss")]
    public void Run_StopLossAndTrailingStop_ExitsByTheHigherAndByStopLossOnATie(double trailing, string reason)
    {
        var request = Hold(9) with { StopLossPct = 0.1, TrailingStopPct = trailing };

        Run(request, [0], (100, 100, 100, 100), (100, 100, 50, 100)).Trades.ShouldHaveSingleItem().ExitReason.ShouldBe(reason);
    }

    [Fact]
    public void Run_HoldingPeriodEndsAtASignalClose_ExitsAfterTheStopsAndBeforeTheNextEntry()
    {
        var request = Hold(1) with { Execution = "signal_close", StopLossPct = 0.1 };

        var account = Run(request, [0, 1, 2], (100, 900, 1, 100), (100, 120, 95, 110), (110, 111, 90, 105), (105, 105, 105, 105));

        account
            .Trades.Select(trade => (trade.EntryBar, trade.ExitBar, trade.EntryPrice, trade.ExitPrice, trade.ExitReason))
            .ShouldBe([(0, 1, 100, 110, "hold"), (1, 2, 110, 99, "stop_loss"), (2, 3, 105, 105, "hold")]);
        (account.Trades[0].EntryTimeUtc, account.Trades[0].ExitTimeUtc).ShouldBe((HourlyCandles.HourUtc(1), HourlyCandles.HourUtc(2)));
        (account.Trades[0].AdverseExcursion, account.Trades[0].FavourableExcursion).ShouldBe((-0.05, 0.2));
        account.Trades[1].ExitTimeUtc.ShouldBe(HourlyCandles.HourUtc(2));
        account.Curve.HasPosition.ShouldBe([true, true, true, false]);
    }

    [Fact]
    public void Run_SignalCloseTrailing_IgnoresTheEntryBarsHigh()
    {
        var request = Hold(9) with { Execution = "signal_close", TrailingStopPct = 0.5 };

        var trade = Run(request, [0], (100, 900, 100, 100), (100, 120, 60, 100), (100, 100, 60, 60)).Trades.ShouldHaveSingleItem();

        (trade.ExitBar, trade.ExitPrice, trade.ExitReason).ShouldBe((2, 60, "trailing_stop")); // 50 % below the high of bar 1, 120
    }

    [Fact]
    public void Run_SignalCloseOnTheLastBar_IsFilledAndSoldAtThatClose()
    {
        var account = Run(Hold(1) with { Execution = "signal_close", FeeRate = 0.25 }, [1], (100, 100, 100, 100), (100, 130, 70, 100));

        var trade = account.Trades.ShouldHaveSingleItem();
        (trade.EntryBar, trade.ExitBar, trade.ExitReason, trade.AdverseExcursion).ShouldBe((1, 1, "end_of_data", 0));
        (trade.EntryTimeUtc, trade.ExitTimeUtc).ShouldBe((HourlyCandles.HourUtc(2), HourlyCandles.HourUtc(2)));
        account.Curve.Equity.ShouldBe([1_000, 600]); // buys 8 for 125 each and sells them for 75 each, fees included
        account.Curve.HasPosition.ShouldBe([false, true]);
        account.UnfilledEntries.ShouldBe(0);
    }

    [Fact]
    public void Run_PositionOpenAtTheEnd_IsSoldAtTheLastCloseAndTheLastSignalIgnored()
    {
        var account = Run(Hold(2) with { FeeRate = 0.25 }, [0, 2], (100, 100, 100, 100), (100, 100, 100, 100), (100, 130, 100, 125));

        var trade = account.Trades.ShouldHaveSingleItem();
        (trade.ExitBar, trade.ExitPrice, trade.ExitTimeUtc, trade.ExitReason).ShouldBe((2, 125, HourlyCandles.HourUtc(3), "end_of_data"));
        account.Curve.Equity.ShouldBe([1_000, 800, 750]); // buys 8 for 125 each and sells them for 93.75 each, fees included
        account.UnfilledEntries.ShouldBe(0);
    }

    [Fact]
    public void Run_SignalOnTheLastBarWhileFlat_IsUnfilled()
    {
        var account = Run(Hold(1), [0, 2], (100, 100, 100, 100), (100, 100, 100, 100), (100, 100, 100, 100));

        account.Trades.ShouldHaveSingleItem().ExitBar.ShouldBe(2);
        account.UnfilledEntries.ShouldBe(1);
    }

    // With its fee, one coin costs 125 of a cash of 1,000.
    [Theory]
    [InlineData("equity_fraction", 0.5, 0, 4)]
    [InlineData("equity_fraction", 0.45, 0.5, 3.5)]
    [InlineData("quote_amount", 250, 0, 2)]
    [InlineData("quote_amount", 5_000, 0, 8)]
    [InlineData("base_quantity", 3, 0, 3)]
    [InlineData("base_quantity", 9, 3, 6)]
    public void Run_Sizing_IsBoundByTheCashAndRoundedDownToTheStep(string sizing, double value, double step, double expected)
    {
        var request = Hold(1) with { FeeRate = 0.25, Sizing = sizing, SizingValue = value, QuantityStep = step };

        Run(request, [0], (100, 100, 100, 100), (100, 100, 100, 100)).Trades.ShouldHaveSingleItem().Quantity.ShouldBe(expected);
    }

    [Fact]
    public void Run_QuantityBelowOneStep_MakesNoTradeAndLeavesNothingUnfilled()
    {
        var account = Run(Hold(1) with { QuantityStep = 100 }, [0], (100, 100, 100, 100), (100, 100, 100, 100));

        account.Trades.ShouldBeEmpty();
        account.UnfilledEntries.ShouldBe(0);
    }

    private static ReferenceRequest Hold(int bars) => NoCosts with { Parameters = new() { ["hold_period_bars"] = bars } };

    private static ReferenceAccount Run(
        ReferenceRequest request,
        int[] signals,
        params (double Open, double High, double Low, double Close)[] bars
    )
    {
        var candles = HourlyCandles.Hours(bars);
        var account = new ReferenceAccount(candles, Timeframe.OneHour, request);
        account.Run([.. signals.Select(i => new ReferenceSignal(i, candles[i].TimeUtc, candles[i].Close, 0.5))]);
        return account;
    }
}
