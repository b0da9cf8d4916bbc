using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Trading;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Trading;

/// <summary>Upbit's costs and rules in the account, with numbers computed by hand.</summary>
public class ExchangeCostsTests
{
    private static readonly AccountSettings Upbit = new() { Costs = ExchangeCosts.Upbit, SlippageRate = 0 };

    [Fact]
    public void Fee_NotGiven_IsTheExchangesFeeOnBothLegs()
    {
        var settings = Upbit with { Sizing = new Sizing(SizingKind.BaseQuantity, 2) };

        var run = Run(settings, "2025-08-01", 10_000, 10_000, 11_000);

        run.Trade.Fees.ShouldBe((20_000 * 0.0005) + (22_000 * 0.0005), 1e-9);
        run.Trade.Pnl.ShouldBe(2_000 - 21, 1e-9);
        settings.FeeRateIn(TimeRange.All).ShouldBe(0.0005);
    }

    [Fact]
    public void Fee_Given_OverridesTheExchangesFee()
    {
        var settings = Upbit with { FeeRate = 0.01, Sizing = new Sizing(SizingKind.BaseQuantity, 2) };

        Run(settings, "2025-08-01", 10_000, 10_000, 11_000).Trade.Fees.ShouldBe(200 + 220, 1e-9);
        settings.FeeRateIn(TimeRange.All).ShouldBe(0.01);
    }

    // 2 % slippage turns 307.4 into 313.548 and 301.252; each fill is then rounded against the trader.
    [Theory]
    [InlineData("2024-01-28T22:00", 314, 301)]
    [InlineData("2024-01-29T00:00", 313.6, 301.2)]
    [InlineData("2025-07-30T22:00", 313.6, 301.2)]
    [InlineData("2025-07-31T00:00", 314, 301)]
    public void Fills_WithSlippage_AreRoundedAgainstTheTraderByTheStepsOfTheirTime(string time, double entry, double exit)
    {
        // Bar 0 signals an hour before the given time; the account buys at the open of bar 1 and sells at the open of bar 2.
        var run = Run(Upbit with { SlippageRate = 0.02 }, time, 307.4, 307.4, 307.4);

        (run.Trade.EntryPrice, run.Trade.ExitPrice).ShouldBe((entry, exit));
        run.Trade.SlippageCost.ShouldBe(run.Trade.Quantity * (entry - 307.4 + (307.4 - exit)), 1e-6);
    }

    [Fact]
    public void Fills_StepsChangedWhileHeld_EachUseTheStepsOfTheirTime()
    {
        // The account buys at 23:00 and sells at midnight, when the new table starts.
        var run = Run(Upbit, "2025-07-30T23:00", 307.4, 307.4, 308.6);

        (run.Trade.EntryPrice, run.Trade.ExitPrice).ShouldBe((307.4, 308));
    }

    [Fact]
    public void Fills_AtSignalClose_UseTheStepsAtTheEndOfTheBar()
    {
        // The first two bars end at 23:00 and at midnight.
        var candles = Hours("2025-07-30T23:00", 307.4, 307.4, 307.4);

        var run = AccountRun.SimulateCandles(Upbit with { Execution = Execution.SignalClose }, 1, [0], candles, "DOGE_KRW", 1_000_000);

        (run.Trade.EntryPrice, run.Trade.ExitPrice).ShouldBe((307.4, 307));
    }

    [Fact]
    public void Fills_PricesOnTheSteps_AreUnchanged()
    {
        var run = Run(Upbit, "2024-06-01", 307.1, 307.1, 0.55);

        (run.Trade.EntryPrice, run.Trade.ExitPrice, run.Trade.SlippageCost).ShouldBe((307.1, 0.55, 0));
    }

    [Fact]
    public void Fills_PriceAfterSlippageIsOnAStep_AreNotMovedToTheNextStep()
    {
        // The product is above the step 3.006 only because of rounding.
        (3.0 * (1 + 0.002)).ShouldBe(3.0060000000000002);

        Run(Upbit with { SlippageRate = 0.002 }, "2024-06-01", 3, 3, 3).Trade.EntryPrice.ShouldBe(3.006);
    }

    [Fact]
    public void Fills_SaleBelowTheFirstStep_IsAtTheFirstStep()
    {
        var settings = Upbit with { SlippageRate = 0.0002 };

        var trade = Run(settings, "2025-08-01", 0.00000001, 0.00000001, 0.00000001).Trade;

        (trade.EntryPrice, trade.ExitPrice).ShouldBe((0.00000002, 0.00000001));
    }

    [Fact]
    public void Stop_BetweenTwoSteps_SellsAtTheLowerOne()
    {
        var candles = Hours("2025-08-01", 1_000, 1_000, 1_000);
        candles[1] = candles[1] with { Low = 900 };

        var run = AccountRun.SimulateCandles(Upbit with { StopLossPct = 0.0333 }, 5, [0], candles, "DOGE_KRW", 1_000_000);

        // The stop level is 966.7. The account compares prices with this unrounded level, and rounds only the fill.
        (run.Trade.ExitReason, run.Trade.ExitPrice).ShouldBe((ExitReason.StopLoss, 966));
        run.Trade.SlippageCost.ShouldBe(run.Trade.Quantity * 0.7, 1e-6);
    }

    // At 300 won plus the fee of 0.05 %, the cash of 1,000,000 won buys 3,331.667499583… coins.
    [Theory]
    [InlineData(null, 3_331.66749958)]
    [InlineData(0.0, 1_000_000 / (300 * 1.0005))]
    [InlineData(0.5, 3_331.5)]
    public void Quantity_StepGivenOrNot_IsRoundedDownToIt(double? step, double expected) =>
        Run(Upbit with { QuantityStep = step }, "2025-08-01", 300, 300, 300).Trade.Quantity.ShouldBe(expected);

    // Upbit's minimum order is 5,000 won.
    [Theory]
    [InlineData(49.99999999, 0, 1)]
    [InlineData(50, 1, 0)]
    public void Entry_BelowTheMinimumOrder_IsCountedAndNotMade(double quantity, int trades, int tooSmall)
    {
        var run = Run(Upbit with { Sizing = new Sizing(SizingKind.BaseQuantity, quantity) }, "2025-08-01", 100, 100, 90);

        (run.Trades.Count, run.TooSmallEntries, run.UnfilledEntries).ShouldBe((trades, tooSmall, 0));
    }

    // With the fee of 0.05 %, the minimum order of 5,000 won costs 5,002.50 won.
    [Fact]
    public void Entry_AmountOfTheMinimumOrder_IsTooSmallBecauseItIncludesTheFee()
    {
        Run(Upbit with { Sizing = new Sizing(SizingKind.QuoteAmount, 5_000) }, "2025-08-01", 100, 100, 100).TooSmallEntries.ShouldBe(1);
        Run(Upbit with { Sizing = new Sizing(SizingKind.QuoteAmount, 5_003) }, "2025-08-01", 100, 100, 100).TooSmallEntries.ShouldBe(0);
    }

    [Fact]
    public void Exit_BelowTheMinimumOrder_IsMade()
    {
        var trade = Run(Upbit with { Sizing = new Sizing(SizingKind.BaseQuantity, 50) }, "2025-08-01", 100, 100, 10).Trade;

        (trade.ExitPrice, trade.Quantity).ShouldBe((10, 50));
    }

    [Fact]
    public void Entry_TooSmallAtAClose_DoesNotBlockTheNextSignal()
    {
        var candles = Hours("2025-08-01", 100, 100, 100);
        var settings = Upbit with { Execution = Execution.SignalClose };

        var runWithCashForNoEntry = AccountRun.SimulateCandles(settings, 1, [0, 1], candles, "DOGE_KRW", 5_002);
        var runWithCashForOneEntry = AccountRun.SimulateCandles(settings, 1, [0, 1], candles, "DOGE_KRW", 5_003);

        (runWithCashForNoEntry.TooSmallEntries, runWithCashForNoEntry.Trades.Count, runWithCashForNoEntry.Cash).ShouldBe((2, 0, 5_002));
        (runWithCashForOneEntry.TooSmallEntries, runWithCashForOneEntry.Trades.Count).ShouldBe((1, 1));
    }

    [Fact]
    public void Account_MarketNotCoveredByTheCosts_ThrowsAndNamesTheMarket()
    {
        var refusal = Should.Throw<ArgumentException>(() =>
            new TradingAccount(Upbit, Symbol.Parse("ETH_BTC"), Timeframe.OneHour, 1, 1, [])
        );

        refusal.Message.ShouldStartWith(
            "costs 'upbit' cover only markets in KRW, but ETH_BTC is priced in BTC; leave costs out and give fee_rate"
        );
    }

    [Theory]
    [InlineData("upbit", true)]
    [InlineData("Upbit", false)]
    [InlineData("binance", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void TryFind_AnyName_FindsOnlyKnownCosts(string? name, bool isKnown)
    {
        ExchangeCosts.TryFind(name, out var costs, out var error).ShouldBe(isKnown);

        costs?.Name.ShouldBe(name);
        error.ShouldBe(isKnown ? string.Empty : $"costs cannot be '{name}'; give upbit, or none for the standard fee without price steps");
    }

    // Bar 0 signals; the entry is at the given time, at the open of bar 1, and the exit at the open of bar 2.
    private static AccountRun Run(AccountSettings settings, string time, params double[] prices) =>
        AccountRun.SimulateCandles(settings, 1, [0], Hours(time, prices), "DOGE_KRW", 1_000_000);

    // Hourly bars of one price each; the second bar opens at the given time.
    private static List<Candle> Hours(string time, params double[] prices)
    {
        KoreanTime.TryParse(time, out var utc, out _).ShouldBeTrue();
        return
        [
            .. prices.Select(
                (price, i) => new Candle(utc + ((i - 1) * Timeframe.OneHour.NominalMicroseconds), price, price, price, price, 1)
            ),
        ];
    }
}
