using Bokgi.Markets;
using Bokgi.Trading;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Trading;

public sealed class PositionManagerTests
{
    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");
    private static readonly Symbol Ether = Symbol.Parse("ETH_KRW");

    // A worked example: buy 1 at 50,000, mark at 51,000, sell at 51,500, with 0.1 % fee and 0.02 % slippage per leg.
    [Fact]
    public void Position_WorkedExample_HasItsAmounts()
    {
        var manager = new PositionManager();
        var entered = manager.EnterPosition(Bitcoin, 1, 50_000, OrderSide.Buy);
        entered.EntryPrice.ShouldBe(50_010m);
        entered.EntryCost.ShouldBe(50_060.01m);
        entered.FeeAmount.ShouldBe(50.01m);
        entered.SlippageAmount.ShouldBe(10m);

        var marked = manager.UpdateUnrealizedPnl(entered.Id, 51_000);
        marked.UnrealizedPnl.ShouldBe(939.99m);
        marked.UnrealizedReturn.ShouldBe(939.99m / 50_060.01m);

        var closed = manager.ClosePosition(entered.Id, 51_500);
        closed.ExitPrice.ShouldBe(51_489.7m);
        closed.Proceeds.ShouldBe(51_438.2103m);
        closed.RealizedPnl.ShouldBe(1_378.2003m);
        closed.RealizedReturn.ShouldBe(1_378.2003m / 50_060.01m);
        closed.FeeAmount.ShouldBe(101.4997m);
        closed.SlippageAmount.ShouldBe(20.3m);
        closed.UnrealizedPnl.ShouldBe(0);
        manager
            .GetPositionSummary()
            .ShouldBe(new PositionSummary(0, ClosedPositions: 1, Wins: 1, WinRate: 1, 1_378.2003m, 0, FeesPaid: 101.4997m, 20.3m));
    }

    // The account's fill, fee rates and slippage are used unchanged; the position manager's own rates do not apply.
    [Fact]
    public void Position_OfAnAccount_HasTheAccountsCosts()
    {
        var manager = new PositionManager();
        var bought = new OpenPosition
        {
            RawEntryPrice = 50_000,
            EntryPrice = 50_100,
            Quantity = 0.5,
            EntryFeeRate = 0.0005,
        };
        var entered = manager.EnterPosition(Bitcoin, "volume_long_candle", bought);
        (entered.EntryFee, entered.ExitFee, entered.EntryCost, entered.SlippageAmount).ShouldBe((12.525m, 0, 25_062.525m, 50m));

        var sold = new Trade { ExitPrice = 51_000, SlippageCost = 75 };
        var closed = manager.ClosePosition(entered.Id, sold, feeRate: 0.001);
        (closed.EntryFee, closed.ExitFee, closed.Proceeds, closed.SlippageAmount).ShouldBe((12.525m, 25.5m, 25_474.5m, 75m));
        closed.RealizedPnl.ShouldBe(411.975m);
        manager.GetPositionSummary().ShouldBe(new PositionSummary(0, 1, 1, 1, 411.975m, 0, 38.025m, 75m));
    }

    [Fact]
    public void Summary_NoPositions_HasNoWinRate() =>
        new PositionManager().GetPositionSummary().ShouldBe(new PositionSummary(0, 0, 0, null, 0, 0, 0, 0));

    [Fact]
    public void Summary_OpenAndClosedPositions_CountsEachOnce()
    {
        var manager = new PositionManager(feeRate: 0, slippageRate: 0);
        manager.ClosePosition(manager.EnterPosition(Bitcoin, 2, 100).Id, 90);
        manager.ClosePosition(manager.EnterPosition(Bitcoin, 2, 100).Id, 100);
        manager.ClosePosition(manager.EnterPosition(Bitcoin, 1, 100).Id, 150);
        manager.UpdateUnrealizedPnl(manager.EnterPosition(Ether, 3, 10).Id, 11);
        manager
            .GetPositionSummary()
            .ShouldBe(new PositionSummary(OpenPositions: 1, ClosedPositions: 3, Wins: 1, 1m / 3, 30, UnrealizedPnl: 3, 0, 0));
    }

    [Fact]
    public void OpenPositions_OfSeveralPairs_ComeInTheOrderOfEntry()
    {
        var manager = new PositionManager();
        manager.EnterPosition(Ether, 1, 10, strategy: "volume_zone_breakout");
        manager.EnterPosition(Bitcoin, 1, 10);
        manager.EnterPosition(Ether, 1, 10, strategy: "volume_long_candle");
        manager.ClosePosition(2, 11);
        manager
            .GetOpenPositions()
            .Select(position => (position.Id, position.Strategy))
            .ShouldBe([(1, "volume_zone_breakout"), (3, "volume_long_candle")]);
    }

    [Fact]
    public void Callbacks_EachChange_AreCalled()
    {
        var events = new List<string>();
        var manager = new PositionManager
        {
            Opened = position => events.Add($"opened {position.Id} {position.Quantity}"),
            Updated = position => events.Add($"updated {position.Id} {position.CurrentPrice}"),
            Closed = position => events.Add($"closed {position.Id} {position.IsOpen}"),
        };
        var position = manager.EnterPosition(Bitcoin, 3, 10);
        manager.UpdateUnrealizedPnl(position.Id, 11);
        manager.ClosePosition(position.Id, 12);
        events.ShouldBe(["opened 1 3", "updated 1 11", "closed 1 False"]);
    }

    [Fact]
    public void Enter_InvalidPosition_IsRefusedAndChangesNothing()
    {
        var manager = new PositionManager();
        manager.EnterPosition(Bitcoin, 1, 10, strategy: "volume_long_candle");
        Should
            .Throw<InvalidOperationException>(() => manager.EnterPosition(Bitcoin, 1, 10, strategy: "volume_long_candle"))
            .Message.ShouldBe("BTC_KRW on volume_long_candle already has an open position; close it before you enter another");
        Should.Throw<ArgumentException>(() => manager.EnterPosition(Ether, 1, 10, OrderSide.Sell)).Message.ShouldContain("long only");
        Should.Throw<ArgumentOutOfRangeException>(() => manager.EnterPosition(Ether, 0, 10)).ParamName.ShouldBe("quantity");
        Should.Throw<ArgumentOutOfRangeException>(() => manager.EnterPosition(Ether, 1, -1)).ParamName.ShouldBe("entryPrice");
        manager.GetPositionSummary().OpenPositions.ShouldBe(1);
        manager.EnterPosition(Ether, 1, 10).Id.ShouldBe(2);
    }

    [Fact]
    public void Close_WithoutAPosition_IsRefused()
    {
        var manager = new PositionManager();
        var position = manager.EnterPosition(Bitcoin, 1, 10);
        Should.Throw<ArgumentOutOfRangeException>(() => manager.ClosePosition(position.Id, 0)).ParamName.ShouldBe("exitPrice");
        manager.ClosePosition(position.Id, 10);
        Should
            .Throw<KeyNotFoundException>(() => manager.ClosePosition(position.Id, 10))
            .Message.ShouldBe("there is no open position 1; GetOpenPositions lists the open positions");
        Should.Throw<KeyNotFoundException>(() => manager.UpdateUnrealizedPnl(7, 10));
        manager.EnterPosition(Bitcoin, 1, 10).Id.ShouldBe(2);
    }

    [Theory]
    [InlineData("-0.001", "0")]
    [InlineData("0", "1")]
    public void Rates_OutOfRange_AreRefused(string fee, string slippage) =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
            new PositionManager(
                decimal.Parse(fee, System.Globalization.CultureInfo.InvariantCulture),
                decimal.Parse(slippage, System.Globalization.CultureInfo.InvariantCulture)
            )
        );

    // Cash that pays for every entry and receives every exit must match the realized profit.
    [Fact]
    public void RealizedPnl_AnyTrades_EqualsTheCashFlow() =>
        Gen.Select(Gen.Int[1, 100_000], Gen.Int[1, 1_000_000], Gen.Int[1, 1_000_000])
            .List[0, 50]
            .Sample(trades =>
            {
                var manager = new PositionManager();
                var cash = 0m;
                foreach (var (quantity, entry, exit) in trades)
                {
                    var entered = manager.EnterPosition(Bitcoin, quantity / 100_000_000m, entry / 100m);
                    cash -= entered.EntryCost;
                    cash += manager.ClosePosition(entered.Id, exit / 100m).Proceeds!.Value;
                }

                manager.GetPositionSummary().RealizedPnl.ShouldBe(cash);
            });
}
