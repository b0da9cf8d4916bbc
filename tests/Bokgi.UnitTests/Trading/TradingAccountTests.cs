using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Trading;
using Bokgi.UnitTests.Reference;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Trading;

public class TradingAccountTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC_KRW");

    [Fact]
    public void Step_WithAnObserver_ReportsEveryEntryCloseAndExit()
    {
        var run = AccountRun.Simulate(
            AccountRun.NextOpenNoCosts with
            {
                StopLossPct = 0.1,
            },
            2,
            [0, 3],
            (1, 1, 1, 1),
            (100, 105, 95, 104),
            (104, 110, 103, 108),
            (109, 120, 80, 100),
            (100, 101, 80, 85),
            (85, 85, 85, 85)
        );

        run.Events.ShouldBe([
            "entered 1 at 100",
            "updated to 104, 95 to 105",
            "updated to 108, 95 to 110",
            "closed 3 at 109 by Hold",
            "entered 4 at 100",
            "closed 4 at 90 by StopLoss",
        ]);
    }

    [Fact]
    public void Position_BetweenEntryAndExit_IsTheOpenPosition()
    {
        List<Trade> trades = [];
        var account = new TradingAccount(
            new AccountSettings { FeeRate = 0.25, SlippageRate = 0.25 },
            Btc,
            Timeframe.OneHour,
            1_000,
            1,
            trades
        );

        account.Step(Bar(0, 80), isSignal: true, 0.75).ShouldBe(1_000);
        (account.HasPosition, account.Position, account.Cash).ShouldBe((false, null, 1_000));

        // Buys 8 at 100 and pays a fee of 200; at the close of 80, they are worth 640.
        account.Step(Bar(1, 80), isSignal: false, 0).ShouldBe(640);
        var position = account.Position.ShouldNotBeNull();
        (position.EntryBar, position.EntryTimeUtc, position.Confidence).ShouldBe((1, HourlyCandles.HourUtc(1), 0.75));
        (position.RawEntryPrice, position.EntryPrice, position.Quantity, position.EntryCost).ShouldBe((80, 100, 8, 1_000));
        (position.HighestPrice, position.LowestPrice, account.Cash).ShouldBe((100, 80, 0));

        // Sells 8 at 60, minus a fee of a quarter.
        account.Step(Bar(2, 80), isSignal: false, 0).ShouldBe(360);
        (account.HasPosition, account.Position, trades.Count).ShouldBe((false, null, 1));
        account.Finish(Bar(2, 80)).ShouldBe(360);
    }

    [Fact]
    public void Finish_NoPositionAndNoPendingEntry_ChangesNothing()
    {
        var account = new TradingAccount(new AccountSettings(), Btc, Timeframe.OneHour, 1_000, 1, []);
        account.Step(Bar(0, 80), isSignal: false, 0);

        account.Finish(Bar(0, 80)).ShouldBe(1_000);
        account.UnfilledEntries.ShouldBe(0);
    }

    [Fact]
    public void Constructor_SettingsCashOrHoldingPeriodOutOfRange_AreRefused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new TradingAccount(new(), Btc, Timeframe.OneHour, 0, 1, []));
        Should.Throw<ArgumentOutOfRangeException>(() => new TradingAccount(new(), Btc, Timeframe.OneHour, -1, 1, []));
        Should.Throw<ArgumentOutOfRangeException>(() => new TradingAccount(new(), Btc, Timeframe.OneHour, 1, 0, []));
        Should.Throw<ArgumentNullException>(() => new TradingAccount(null!, Btc, Timeframe.OneHour, 1, 1, []));
        Should
            .Throw<ArgumentException>(() =>
                new TradingAccount(new AccountSettings { FeeRate = -1, SlippageRate = 2 }, Btc, Timeframe.OneHour, 1, 1, [])
            )
            .Message.ShouldStartWith(
                "fee_rate cannot be -1; give a fraction of at least 0 and below 1, such as 0.001 for 0.1 %; slippage_rate cannot be 2;"
            );
    }

    private static Candle Bar(int hour, double price) => new(HourlyCandles.HourUtc(hour), price, price, price, price, 1);
}
