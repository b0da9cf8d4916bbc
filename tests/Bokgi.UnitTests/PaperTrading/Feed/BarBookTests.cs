using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.PaperTrading.Feed;

public sealed class BarBookTests
{
    private const long Minute = 60 * UnixTime.MicrosecondsPerSecond;

    private static readonly Symbol Btc = Symbol.Parse("BTC_KRW");
    private static readonly Symbol Eth = Symbol.Parse("ETH_KRW");

    private readonly BarBook book = new(Timeframe.OneMinute, [Btc, Eth]);

    [Fact]
    public void Next_WithoutCoverage_AsksTheExchangeForAllThatIsClosed()
    {
        book.Next(3 * Minute, 10 * Minute).ShouldBe(3 * Minute);
        book.Unknown(Btc, 3 * Minute, 10 * Minute).ShouldBe(new TimeRange(3 * Minute, 10 * Minute));
        book.Next(10 * Minute, 10 * Minute).ShouldBeNull();
    }

    [Fact]
    public void Next_Covered_FindsBarsAndNothingElse()
    {
        Cover(3 * Minute);
        book.Next(3 * Minute, 10 * Minute).ShouldBeNull();
        book.Add(Closed(Eth, 5));
        book.Next(3 * Minute, 10 * Minute).ShouldBe(5 * Minute);
        book.Unknown(Eth, 5 * Minute, 10 * Minute).ShouldBeNull();
        book.Take(5 * Minute, isLate: true).Select(candle => (candle.Symbol, candle.IsLate)).ShouldBe([(Eth, false)]);
        book.Next(6 * Minute, 10 * Minute).ShouldBeNull();
    }

    [Fact]
    public void Unknown_BarsSeenInPart_AreAskedForTogether()
    {
        Cover(3 * Minute);
        foreach (var minute in (int[])[4, 5, 6])
            book.Add(Closed(Btc, minute, isComplete: false));
        book.Add(Closed(Btc, 7));

        book.Unknown(Btc, 4 * Minute, 10 * Minute).ShouldBe(new TimeRange(4 * Minute, 7 * Minute));
        book.Unknown(Btc, 4 * Minute, 6 * Minute).ShouldBe(new TimeRange(4 * Minute, 6 * Minute), "the last one is not closed");
        book.Fetched(Btc, new TimeRange(4 * Minute, 7 * Minute), [Candle(6)]); // no trades in the other bars

        book.Next(4 * Minute, 10 * Minute).ShouldBe(6 * Minute);
        book.Take(6 * Minute, isLate: true).ShouldBe([new SessionCandle(Btc, Candle(6), IsFetched: true, IsLate: true)]);
        book.Next(7 * Minute, 10 * Minute).ShouldBe(7 * Minute);
    }

    [Fact]
    public void Fetched_UpToTheCoverage_LeavesNoHole()
    {
        Cover((7 * Minute) + 1);
        book.Unknown(Btc, 3 * Minute, 10 * Minute).ShouldBe(new TimeRange(3 * Minute, 7 * Minute));
        book.Fetched(Btc, new TimeRange(3 * Minute, 7 * Minute), [Candle(3), Candle(5)]);
        book.Fetched(Eth, new TimeRange(3 * Minute, 7 * Minute), []);

        book.Take(3 * Minute, isLate: true).Count.ShouldBe(1);
        book.Next(4 * Minute, 10 * Minute).ShouldBe(5 * Minute);
        book.Take(5 * Minute, isLate: true).Count.ShouldBe(1);
        book.Next(6 * Minute, 10 * Minute).ShouldBeNull();
    }

    [Fact]
    public void Add_ABarFromBeforeTheCoverage_IsLeftToTheExchange()
    {
        Cover(7 * Minute);
        book.Add(Closed(Btc, 6));
        book.Unknown(Btc, 6 * Minute, 10 * Minute).ShouldBe(new TimeRange(6 * Minute, 7 * Minute));
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
