using Bokgi.Host.Reports.Html;
using Bokgi.Performance;
using Bokgi.Trading;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Reports.Html;

public class TradeDigestTests
{
    [Fact]
    public void Add_TwoSymbols_ArePooledInOrderOfTime()
    {
        var digest = new TradeDigest();
        digest.Add("BTC_KRW", [CreateTrade(10, 20, 5, 0.05), CreateTrade(30, 40, -1, -0.01)]);
        digest.Add("ETH_KRW", [CreateTrade(10, 15, 2, 0.02, ExitReason.StopLoss), CreateTrade(20, 25, 3, 0.03, ExitReason.StopLoss)]);

        digest
            .Earliest()
            .Select(trade => (trade.Symbol, trade.Trade.Pnl))
            .ShouldBe([("BTC_KRW", 5), ("ETH_KRW", 2), ("ETH_KRW", 3), ("BTC_KRW", -1)]);
        digest.Best().Select(trade => trade.Trade.Return).ShouldBe([0.05, 0.03, 0.02, -0.01]);
        digest.Worst().Select(trade => trade.Trade.Return).ShouldBe([-0.01, 0.02, 0.03, 0.05]);
        // The results in order of exit are 2, 5, 3 and -1.
        digest.FindStreaks().ShouldBe(new TradeStreaks(3, 1));
        digest.FiguresByReason.Keys.ShouldBe([ExitReason.Hold, ExitReason.StopLoss]);
        digest.FiguresByReason[ExitReason.StopLoss].TotalPnl.ShouldBe(5);
        digest.FiguresByReason[ExitReason.Hold].WinRate.ShouldBe(0.5);
        digest.BuildHistogram().Counts.Sum().ShouldBe(4);
    }

    [Fact]
    public void Earliest_OfMoreTradesThanListed_AreThoseEnteredFirst()
    {
        var digest = new TradeDigest();
        // Each trade is entered before the ones already added, so that it displaces one of them. There are enough to trim the list twice.
        digest.Add("BTC_KRW", [.. Enumerable.Range(0, 35_000).Select(i => CreateTrade(35_000 - i, 35_001 - i, i, i / 1e6))]);

        digest.Count.ShouldBe(35_000);
        digest
            .Earliest()
            .Select(trade => trade.Trade.EntryTimeUtc)
            .ShouldBe(Enumerable.Range(1, TradeDigest.MaximumListed).Select(i => (long)i));
        digest.Best().Select(trade => trade.Trade.Pnl).ShouldBe([34_999, 34_998, 34_997, 34_996, 34_995]);
        digest.Worst().Select(trade => trade.Trade.Pnl).ShouldBe([0, 1, 2, 3, 4]);
    }

    private static Trade CreateTrade(long entryUtc, long exitUtc, double pnl, double tradeReturn, ExitReason reason = ExitReason.Hold) =>
        new()
        {
            EntryTimeUtc = entryUtc,
            ExitTimeUtc = exitUtc,
            Pnl = pnl,
            Return = tradeReturn,
            ExitReason = reason,
        };
}
