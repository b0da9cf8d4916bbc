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

    private readonly PendingBars book = new(Timeframe.OneMinute, [Btc, Eth]);

    [Fact]
    public void Next_WithoutCoverage_NeedsAllClosedBarsFromTheExchange()
    {
        book.NextOpenUtc(3 * Minute, 10 * Minute).ShouldBe(3 * Minute);
        book.MissingRange(Btc, 3 * Minute, 10 * Minute).ShouldBe(new TimeRange(3 * Minute, 10 * Minute));
        book.NextOpenUtc(10 * Minute, 10 * Minute).ShouldBeNull();
    }

    [Fact]
    public void Next_Covered_FindsBarsAndNothingElse()
    {
        Cover(3 * Minute);
        book.NextOpenUtc(3 * Minute, 10 * Minute).ShouldBeNull();
        book.Add(Closed(Eth, 5));
        book.NextOpenUtc(3 * Minute, 10 * Minute).ShouldBe(5 * Minute);
        book.MissingRange(Eth, 5 * Minute, 10 * Minute).ShouldBeNull();
        book.TakeCandles(5 * Minute, isLate: true).Select(candle => (candle.Symbol, candle.IsLate)).ShouldBe([(Eth, false)]);
        book.NextOpenUtc(6 * Minute, 10 * Minute).ShouldBeNull();
    }

    [Fact]
    public void Unknown_PartlySeenBars_AreRequestedTogether()
    {
        Cover(3 * Minute);
        foreach (var minute in (int[])[4, 5, 6])
            book.Add(Closed(Btc, minute, isComplete: false));
        book.Add(Closed(Btc, 7));

        book.MissingRange(Btc, 4 * Minute, 10 * Minute).ShouldBe(new TimeRange(4 * Minute, 7 * Minute));
        book.MissingRange(Btc, 4 * Minute, 6 * Minute).ShouldBe(new TimeRange(4 * Minute, 6 * Minute), "the last one is not closed");
        book.AddFetched(Btc, new TimeRange(4 * Minute, 7 * Minute), [Candle(6)]); // no trades in the other bars

        book.NextOpenUtc(4 * Minute, 10 * Minute).ShouldBe(6 * Minute);
        book.TakeCandles(6 * Minute, isLate: true).ShouldBe([new SessionCandle(Btc, Candle(6), IsFetched: true, IsLate: true)]);
        book.NextOpenUtc(7 * Minute, 10 * Minute).ShouldBe(7 * Minute);
    }

    [Fact]
    public void Fetched_UpToTheCoverage_LeavesNoGap()
    {
        Cover((7 * Minute) + 1);
        book.MissingRange(Btc, 3 * Minute, 10 * Minute).ShouldBe(new TimeRange(3 * Minute, 7 * Minute));
        book.AddFetched(Btc, new TimeRange(3 * Minute, 7 * Minute), [Candle(3), Candle(5)]);
        book.AddFetched(Eth, new TimeRange(3 * Minute, 7 * Minute), []);

        book.TakeCandles(3 * Minute, isLate: true).Count.ShouldBe(1);
        book.NextOpenUtc(4 * Minute, 10 * Minute).ShouldBe(5 * Minute);
        book.TakeCandles(5 * Minute, isLate: true).Count.ShouldBe(1);
        book.NextOpenUtc(6 * Minute, 10 * Minute).ShouldBeNull();
    }

    [Fact]
    public void Add_BarBeforeTheCoverage_IsStillUnknown()
    {
        Cover(7 * Minute);
        book.Add(Closed(Btc, 6));
        book.MissingRange(Btc, 6 * Minute, 10 * Minute).ShouldBe(new TimeRange(6 * Minute, 7 * Minute));
    }

    private void Cover(long fromUtc)
    {
        book.Cover(Btc, fromUtc);
        book.Cover(Eth, fromUtc);
    }

    private static ClosedBar Closed(Symbol symbol, int minute, bool isComplete = true) =>
        new(symbol, new BuiltBar(minute * Minute, Candle(minute), isComplete), LateTrades: 0);

    private static Candle Candle(int minute) => new(minute * Minute, 10, 12, 9, 11, minute);
}
