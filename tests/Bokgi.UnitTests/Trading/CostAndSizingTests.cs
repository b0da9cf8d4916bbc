using Bokgi.Markets;
using Bokgi.Trading;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Trading;

/// <summary>The account's rules for costs and quantities, one test per rule.</summary>
public class CostAndSizingTests
{
    private static readonly (double Open, double High, double Low, double Close)[] SteadyBars =
    [
        (100, 100, 100, 100),
        (100, 100, 100, 100),
        (100, 100, 100, 100),
    ];

    [Fact]
    public void Costs_OnBothLegs_AreSlippageInThePriceAndAFeeOnTheNotional()
    {
        var settings = new AccountSettings
        {
            FeeRate = 0.01,
            SlippageRate = 0.1,
            Sizing = new Sizing(SizingKind.BaseQuantity, 2),
        };

        var run = AccountRun.Simulate(settings, 1, [0], (100, 100, 100, 100), (100, 120, 100, 120), (120, 120, 120, 120));

        // Slippage of 10 % turns the open of 100 into a purchase at 110, and the open of 120 into a sale at 108.
        var trade = run.Trade;
        trade.EntryPrice.ShouldBe(110, 1e-12);
        trade.ExitPrice.ShouldBe(108, 1e-12);
        trade.Fees.ShouldBe(2.2 + 2.16, 1e-12);
        trade.SlippageCost.ShouldBe((2 * 10) + (2 * 12), 1e-12);
        trade.Pnl.ShouldBe(216 - 2.16 - 220 - 2.2, 1e-12);
        trade.Return.ShouldBe(-8.36 / 222.2, 1e-12);
        run.Cash.ShouldBe(991.64, 1e-12);
    }

    [Fact]
    public void Costs_Defaults_AreThoseOfTheSpecification()
    {
        var settings = new AccountSettings();

        (settings.FeeRateIn(TimeRange.All), settings.SlippageRate, settings.Execution).ShouldBe((0.001, 0.0002, Execution.NextOpen));
        settings.Sizing.ShouldBe(new Sizing(SizingKind.EquityFraction, 1));
        (settings.StopLossPct, settings.TakeProfitPct, settings.TrailingStopPct).ShouldBe((null, null, null));
        (settings.Costs, settings.FeeRate, settings.QuantityStep).ShouldBe((null, null, null));
        Quantity(settings).ShouldBe(1_000 / (100.02 * 1.001), 1e-12);
    }

    // With a fee of 25 %, one coin costs 125 of the cash of 1,000.
    [Theory]
    [InlineData(1, 8)]
    [InlineData(0.5, 4)]
    public void EquityFraction_OfTheCash_BuysWithTheFeeIncluded(double fraction, double expected) =>
        Quantity(AccountRun.NextOpenNoCosts with { FeeRate = 0.25, Sizing = new Sizing(SizingKind.EquityFraction, fraction) })
            .ShouldBe(expected);

    [Theory]
    [InlineData(250, 2)]
    [InlineData(1_000, 8)]
    [InlineData(1_001, 8)]
    public void QuoteAmount_UpToTheCash_BuysWithTheFeeIncluded(double amount, double expected) =>
        Quantity(AccountRun.NextOpenNoCosts with { FeeRate = 0.25, Sizing = new Sizing(SizingKind.QuoteAmount, amount) })
            .ShouldBe(expected);

    [Theory]
    [InlineData(3, 3)]
    [InlineData(8, 8)]
    [InlineData(9, 8)]
    public void BaseQuantity_UpToTheCash_IsBought(double quantity, double expected) =>
        Quantity(AccountRun.NextOpenNoCosts with { FeeRate = 0.25, Sizing = new Sizing(SizingKind.BaseQuantity, quantity) })
            .ShouldBe(expected);

    [Theory]
    [InlineData(3, 9)]
    [InlineData(2, 10)]
    [InlineData(0.75, 9.75)]
    public void QuantityStep_OfAnyQuantity_RoundsDown(double step, double expected) =>
        Quantity(AccountRun.NextOpenNoCosts with { QuantityStep = step }).ShouldBe(expected);

    [Fact]
    public void QuantityStep_MoreThanTheCashBuys_BuysNothing()
    {
        var run = AccountRun.Simulate(AccountRun.NextOpenNoCosts with { QuantityStep = 11 }, 1, [0], SteadyBars);

        (run.Trades.Count, run.UnfilledEntries, run.Cash, run.Events.Count).ShouldBe((0, 0, 1_000, 0));
    }

    [Fact]
    public void EquityFraction_SecondTrade_IsOfTheEquityAtThatTime()
    {
        var run = AccountRun.Simulate(
            AccountRun.NextOpenNoCosts,
            1,
            [0, 2],
            (1, 1, 1, 1),
            (100, 100, 100, 100),
            (150, 150, 150, 150),
            (100, 100, 100, 100),
            (90, 90, 90, 90)
        );

        run.Trades.Select(trade => (trade.Quantity, trade.Pnl)).ShouldBe([(10, 500), (15, -150)]);
        run.Cash.ShouldBe(1_350);
    }

    [Fact]
    public void Cash_AllSpent_IsNeverNegative()
    {
        // Because of rounding, 1,000 / (3 * 1.001) times 3 * 1.001 may exceed 1,000.
        for (var price = 1; price < 200; price++)
        {
            var account = new TradingAccount(new AccountSettings(), Symbol.Parse("BTC_KRW"), Timeframe.OneHour, 1_000, 1, []);
            account.Step(new(0, price, price, price, price, 1), isSignal: true, 1);
            account.Step(new(1, price, price, price, price, 1), isSignal: false, 0);
            account.Cash.ShouldBeInRange(0, 1e-9);
        }
    }

    [Theory]
    [InlineData(SizingKind.EquityFraction, 1, true)]
    [InlineData(SizingKind.EquityFraction, 0.001, true)]
    [InlineData(SizingKind.EquityFraction, 1.001, false)]
    [InlineData(SizingKind.EquityFraction, 0, false)]
    [InlineData(SizingKind.QuoteAmount, 1e9, true)]
    [InlineData(SizingKind.QuoteAmount, 0, false)]
    [InlineData(SizingKind.BaseQuantity, 1.5, true)]
    [InlineData(SizingKind.BaseQuantity, -1, false)]
    [InlineData(SizingKind.QuoteAmount, double.NaN, false)]
    [InlineData(SizingKind.BaseQuantity, double.PositiveInfinity, false)]
    public void IsAllowed_ValueOfEachKind_MustBeAboveZeroAndAFractionAtMostOne(SizingKind kind, double value, bool isAllowed) =>
        new Sizing(kind, value).IsAllowed.ShouldBe(isAllowed);

    private static double Quantity(AccountSettings settings) => AccountRun.Simulate(settings, 1, [0], SteadyBars).Trade.Quantity;
}
