using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.PaperTrading.Feed;

public sealed class PendingBarsTests
{
    private const long Minute = 60 * UnixTime.MicrosecondsPerSecond;

    private static readonly Symbol Btc = Symbol.Parse("BTC_KRW");
    private static readonly Symbol Eth = Symbol.Parse("ETH_KRW");

    private readonly PendingBars pending = new(Timeframe.OneMinute, [Btc, Eth]);

    [Fact]
    public void NextOpenUtc_NothingReceivedLive_NeedsAllClosedBarsFromTheExchange()
    {
        pending.NextOpenUtc(3 * Minute, 10 * Minute).ShouldBe(3 * Minute);
        pending.MissingRange(Btc, 3 * Minute, 10 * Minute).ShouldBe(new TimeRange(3 * Minute, 10 * Minute));
        pending.NextOpenUtc(10 * Minute, 10 * Minute).ShouldBeNull();
    }

    [Fact]
    public void NextOpenUtc_LiveMarkets_FindsOnlyBarsWithTrades()
    {
        MarkLiveFrom(3 * Minute);
        pending.NextOpenUtc(3 * Minute, 10 * Minute).ShouldBeNull();
        pending.Add(ClosedBarAt(Eth, 5));
        pending.NextOpenUtc(3 * Minute, 10 * Minute).ShouldBe(5 * Minute);
        pending.MissingRange(Eth, 5 * Minute, 10 * Minute).ShouldBeNull();
        pending.TakeCandles(5 * Minute, fetchedAreLate: true).Select(candle => (candle.Symbol, candle.IsLate)).ShouldBe([(Eth, false)]);
        pending.NextOpenUtc(6 * Minute, 10 * Minute).ShouldBeNull();
    }

    [Fact]
    public void MissingRange_ConsecutiveIncompleteBars_IsOneRange()
    {
        MarkLiveFrom(3 * Minute);
        foreach (var minute in (int[])[4, 5, 6])
            pending.Add(ClosedBarAt(Btc, minute, isComplete: false));
        pending.Add(ClosedBarAt(Btc, 7));

        pending.MissingRange(Btc, 4 * Minute, 10 * Minute).ShouldBe(new TimeRange(4 * Minute, 7 * Minute));
        pending.MissingRange(Btc, 4 * Minute, 6 * Minute).ShouldBe(new TimeRange(4 * Minute, 6 * Minute), "the last one is not closed");
        pending.AddFetched(Btc, new TimeRange(4 * Minute, 7 * Minute), [CandleAt(6)]); // no trades in the other bars

        pending.NextOpenUtc(4 * Minute, 10 * Minute).ShouldBe(6 * Minute);
        pending
            .TakeCandles(6 * Minute, fetchedAreLate: true)
            .ShouldBe([new SessionCandle(Btc, CandleAt(6), IsFetched: true, IsLate: true)]);
        pending.NextOpenUtc(7 * Minute, 10 * Minute).ShouldBe(7 * Minute);
    }

    [Fact]
    public void AddFetched_UpToTheFirstLiveBar_LeavesNoGap()
    {
        MarkLiveFrom((7 * Minute) + 1); // bar 7 is live, though incomplete
        pending.MissingRange(Btc, 3 * Minute, 10 * Minute).ShouldBe(new TimeRange(3 * Minute, 7 * Minute));
        pending.AddFetched(Btc, new TimeRange(3 * Minute, 7 * Minute), [CandleAt(3), CandleAt(5)]);
        pending.AddFetched(Eth, new TimeRange(3 * Minute, 7 * Minute), []);

        pending.TakeCandles(3 * Minute, fetchedAreLate: true).Count.ShouldBe(1);
        pending.NextOpenUtc(4 * Minute, 10 * Minute).ShouldBe(5 * Minute);
        pending.TakeCandles(5 * Minute, fetchedAreLate: true).Count.ShouldBe(1);
        pending.NextOpenUtc(6 * Minute, 10 * Minute).ShouldBeNull();
    }

    [Fact]
    public void Add_BarBeforeTheFirstLiveBar_IsStillMissing()
    {
        MarkLiveFrom(7 * Minute);
        pending.Add(ClosedBarAt(Btc, 6));
        pending.MissingRange(Btc, 6 * Minute, 10 * Minute).ShouldBe(new TimeRange(6 * Minute, 7 * Minute));
    }

    private void MarkLiveFrom(long fromUtc)
    {
        pending.MarkLiveFrom(Btc, fromUtc);
        pending.MarkLiveFrom(Eth, fromUtc);
    }

    private static ClosedBar ClosedBarAt(Symbol symbol, int minute, bool isComplete = true) =>
        new(symbol, new BuiltBar(minute * Minute, CandleAt(minute), isComplete), LateTrades: 0);

    private static Candle CandleAt(int minute) => new(minute * Minute, 10, 12, 9, 11, minute);
}
