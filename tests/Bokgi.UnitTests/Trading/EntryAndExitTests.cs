using Bokgi.Series;
using Bokgi.Trading;
using Bokgi.UnitTests.Reference;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Trading;

/// <summary>The account's rules for entries and time exits, one test per rule.</summary>
public class EntryAndExitTests
{
    [Fact]
    public void NextOpen_Signal_BuysAtTheNextOpenAndSellsAtAnOpenAfterTheHoldingPeriod()
    {
        var run = AccountRun.Simulate(
            AccountRun.NextOpenNoCosts,
            2,
            [0],
            (90, 95, 85, 92),
            (100, 105, 98, 104),
            (104, 110, 103, 108),
            (120, 300, 1, 150)
        );

        var trade = run.Trade;
        (trade.EntryBar, trade.ExitBar, trade.BarsHeld, trade.BarClosesHeld).ShouldBe((1, 3, 2, 2));
        (trade.EntryTimeUtc, trade.ExitTimeUtc).ShouldBe((HourlyCandles.HourUtc(1), HourlyCandles.HourUtc(3)));
        (trade.EntryPrice, trade.ExitPrice, trade.Quantity, trade.ExitReason).ShouldBe((100, 120, 10, ExitReason.Hold));
        (trade.Pnl, trade.Return, trade.Confidence).ShouldBe((200, 0.2, 0.5));
        run.Equity.ShouldBe([1_000, 1_040, 1_080, 1_200]);
    }

    [Fact]
    public void SignalClose_Signal_BuysAtItsCloseAndSellsAtACloseAfterTheHoldingPeriod()
    {
        var run = AccountRun.Simulate(
            AccountRun.SignalCloseNoCosts,
            2,
            [1],
            (90, 95, 85, 92),
            (95, 200, 50, 100),
            (104, 110, 103, 108),
            (120, 130, 110, 125)
        );

        var trade = run.Trade;
        (trade.EntryBar, trade.ExitBar, trade.BarsHeld, trade.Confidence).ShouldBe((1, 3, 2, 0.51));
        (trade.EntryTimeUtc, trade.ExitTimeUtc).ShouldBe((HourlyCandles.HourUtc(2), HourlyCandles.HourUtc(4)));
        (trade.EntryPrice, trade.ExitPrice, trade.ExitReason).ShouldBe((100, 125, ExitReason.Hold));
        run.Equity.ShouldBe([1_000, 1_000, 1_080, 1_250]);
    }

    [Fact]
    public void HoldingPeriod_GapInTime_CountsBarsThatExist()
    {
        List<Candle> candles = [.. new[] { 0, 1, 50, 99 }.Select(hour => new Candle(HourlyCandles.HourUtc(hour), 100, 100, 100, 100, 1))];

        var trade = AccountRun.SimulateCandles(AccountRun.NextOpenNoCosts, 2, [0], candles).Trade;

        (trade.ExitBar, trade.ExitTimeUtc).ShouldBe((3, HourlyCandles.HourUtc(99)));
    }

    [Fact]
    public void Signal_WhileAPositionIsOpenAtTheClose_IsIgnored()
    {
        var run = AccountRun.Simulate(AccountRun.NextOpenNoCosts, 2, [0, 1, 2], Flat(100), Flat(100), Flat(100), Flat(100), Flat(100));

        run.Trade.EntryBar.ShouldBe(1);
        run.UnfilledEntries.ShouldBe(0);
    }

    [Fact]
    public void Signal_OnTheExitBar_OpensTheNextPosition()
    {
        var afterHold = AccountRun.Simulate(AccountRun.NextOpenNoCosts, 1, [0, 2], Flat(100), Flat(100), Flat(100), Flat(100), Flat(100));
        afterHold.Trades.Select(trade => (trade.EntryBar, trade.ExitBar)).ShouldBe([(1, 2), (3, 4)]);

        var stop = AccountRun.NextOpenNoCosts with { StopLossPct = 0.1 };
        var afterStop = AccountRun.Simulate(stop, 5, [0, 1], Flat(100), (100, 100, 85, 95), Flat(100), Flat(100));
        afterStop
            .Trades.Select(trade => (trade.EntryBar, trade.ExitBar, trade.ExitReason))
            .ShouldBe([(1, 1, ExitReason.StopLoss), (2, 3, ExitReason.EndOfData)]);

        var atClose = AccountRun.Simulate(AccountRun.SignalCloseNoCosts, 1, [0, 1], Flat(100), Flat(110), Flat(120));
        atClose.Trades.Select(trade => (trade.EntryBar, trade.ExitBar, trade.EntryPrice)).ShouldBe([(0, 1, 100), (1, 2, 110)]);
    }

    [Fact]
    public void Signal_OfTheLastBar_IsUnfilled()
    {
        var run = AccountRun.Simulate(AccountRun.NextOpenNoCosts, 1, [1], Flat(100), Flat(100));

        (run.Trades.Count, run.UnfilledEntries, run.Cash).ShouldBe((0, 1, 1_000));
    }

    [Fact]
    public void EndOfData_OpenPosition_IsSoldAtTheLastCloseAndTheLastSignalIgnored()
    {
        var run = AccountRun.Simulate(AccountRun.NextOpenNoCosts, 9, [0, 2], Flat(100), Flat(100), (110, 130, 105, 120));

        var trade = run.Trade;
        (trade.ExitBar, trade.ExitPrice, trade.ExitReason, trade.ExitTimeUtc).ShouldBe(
            (2, 120, ExitReason.EndOfData, HourlyCandles.HourUtc(3))
        );
        (trade.BarsHeld, trade.BarClosesHeld).ShouldBe((1, 2)); // held at two closes, because the candles end while it is open
        (run.UnfilledEntries, run.Cash).ShouldBe((0, 1_200));
    }

    [Fact]
    public void SignalClose_SignalOfTheLastBar_IsFilledAndSoldAtThatClose()
    {
        var settings = AccountRun.SignalCloseNoCosts with { FeeRate = 0.25, Sizing = new Sizing(SizingKind.BaseQuantity, 2) };

        var run = AccountRun.Simulate(settings, 1, [1], Flat(100), (90, 120, 80, 100));

        var trade = run.Trade;
        (trade.EntryBar, trade.ExitBar, trade.ExitReason).ShouldBe((1, 1, ExitReason.EndOfData));
        (trade.EntryTimeUtc, trade.ExitTimeUtc).ShouldBe((HourlyCandles.HourUtc(2), HourlyCandles.HourUtc(2)));
        (trade.Fees, trade.Pnl, run.Cash, run.UnfilledEntries).ShouldBe((100, -100, 900, 0));
        (trade.MaximumAdverseExcursion, trade.MaximumFavourableExcursion).ShouldBe((0, 0));
    }

    [Fact]
    public void Equity_OpenPosition_IsMarkedAtTheCloseWithoutExitCosts()
    {
        var settings = AccountRun.NextOpenNoCosts with { FeeRate = 0.25, Sizing = new Sizing(SizingKind.BaseQuantity, 4) };

        var run = AccountRun.Simulate(settings, 2, [0], Flat(100), (100, 120, 90, 110), Flat(100), Flat(100));

        // Pays 500 for 4; later sells 4 at 100 for 400 minus a fee of 100.
        run.Equity.ShouldBe([1_000, 940, 900, 800]);
    }

    [Fact]
    public void Excursions_ExitAtAnOpen_IgnoreTheExitBarAndAreFractionsOfTheEntryPrice()
    {
        var trade = AccountRun
            .Simulate(AccountRun.NextOpenNoCosts, 2, [0], Flat(100), (100, 110, 95, 100), (100, 125, 75, 100), (100, 500, 1, 100))
            .Trade;

        (trade.MaximumAdverseExcursion, trade.MaximumFavourableExcursion).ShouldBe((-0.25, 0.25));
    }

    [Fact]
    public void Excursions_PriceThatOnlyRoseOrFell_AreBoundedByZero()
    {
        var rising = AccountRun.Simulate(AccountRun.SignalCloseNoCosts, 1, [0], Flat(100), (110, 125, 110, 115)).Trade;
        (rising.MaximumAdverseExcursion, rising.MaximumFavourableExcursion).ShouldBe((0, 0.25));

        var falling = AccountRun.Simulate(AccountRun.SignalCloseNoCosts, 1, [0], Flat(100), (90, 90, 80, 85)).Trade;
        falling.MaximumAdverseExcursion.ShouldBe(-0.2, 1e-15);
        falling.MaximumFavourableExcursion.ShouldBe(0);
    }

    [Fact]
    public void Excursions_EntryBarOfSignalClose_DoesNotCount() =>
        AccountRun
            .Simulate(AccountRun.SignalCloseNoCosts, 1, [0], (50, 500, 1, 100), (100, 101, 99, 100))
            .Trade.MaximumFavourableExcursion.ShouldBe(0.01, 1e-12);

    private static (double Open, double High, double Low, double Close) Flat(double price) => (price, price, price, price);
}
