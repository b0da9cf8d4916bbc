using Bokgi.Host.PaperTrading.Feed;
using Bokgi.MarketData.Exchanges;
using Bokgi.Markets;
using Bokgi.UnitTests.Collection;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.PaperTrading.Feed;

/// <summary>
/// Which bars are closed, and when. The tests compare texts such as "120: BTC_KRW 60 in part", see <see cref="CloseAndDescribeBars"/>.
/// </summary>
public sealed class LiveBarsTests
{
    private const long Second = UnixTime.MicrosecondsPerSecond;
    private const long Minute = 60 * Second;

    private static readonly Symbol Btc = Symbol.Parse("BTC_KRW");
    private static readonly Symbol Eth = Symbol.Parse("ETH_KRW");

    private readonly ManualClock clock = new() { NowUtc = 77 * Minute }; // deliberately not the exchange's time
    private readonly LiveBars liveBars;

    public LiveBarsTests() => liveBars = new LiveBars(clock);

    [Fact]
    public void CloseBars_TradesOfAnyMarket_CloseTheBarsOfAllMarkets()
    {
        Connect(Minute);
        Trade(Btc, (2 * Minute) + (2 * Second));
        Trade(Eth, (2 * Minute) + Second);
        CloseAndDescribeBars().ShouldBe("120: BTC_KRW 60 in part, ETH_KRW 60 in part", "the connection started within these bars");
        Trade(Btc, (3 * Minute) + Second);
        CloseAndDescribeBars().ShouldBeNull("trades may be on their way");
        Trade(Btc, (3 * Minute) + (2 * Second));
        CloseAndDescribeBars().ShouldBe("180: BTC_KRW 120, ETH_KRW 120");
    }

    [Fact]
    public void CloseBars_NoTrades_FollowsTheExchangesClock()
    {
        Connect(Minute);
        CloseAndDescribeBars().ShouldBeNull("trades may be on their way for three seconds");
        clock.NowUtc += 5 * Second;
        CloseAndDescribeBars().ShouldBe("60: ");
        clock.NowUtc += 59 * Second;
        CloseAndDescribeBars().ShouldBeNull();
        clock.NowUtc += Second;
        CloseAndDescribeBars().ShouldBe("120: BTC_KRW 60 in part, ETH_KRW 60 in part");
        clock.NowUtc += Minute;
        CloseAndDescribeBars()
            .ShouldBe("180: BTC_KRW 120 in part, ETH_KRW 120 in part", "only the exchange knows whether there were no trades");
    }

    [Fact]
    public void CloseBars_ByTheClockAfterATrade_MarksLaterBarsAsPartlySeen()
    {
        Connect(Minute);
        Trade(Btc, (3 * Minute) + (2 * Second));
        CloseAndDescribeBars().ShouldBe("180: BTC_KRW 60 in part, ETH_KRW 60 in part", "everything up to the trade was seen");
        Trade(Btc, (3 * Minute) + (58 * Second)); // some of the bar's last trades may still be in transit
        clock.NowUtc += (3 * Minute) + (10 * Second);
        CloseAndDescribeBars().ShouldBe("240: BTC_KRW 180 in part, ETH_KRW 180 in part");
    }

    [Fact]
    public void CloseBars_WhileTheConnectionIsLost_Waits()
    {
        Connect(Minute);
        Trade(Btc, 2 * Minute);
        liveBars.OnDisconnected();
        clock.NowUtc += 10 * Minute;
        CloseAndDescribeBars().ShouldBeNull();
    }

    // Missed trades are fetched one market after the other, so the fetched trades of the second market end later than those of the first.
    [Fact]
    public void CloseBars_AfterFetchedTrades_WaitsForTradesOfTheNewConnection()
    {
        Connect(Minute);
        Trade(Btc, (2 * Minute) + (2 * Second));
        CloseAndDescribeBars();
        liveBars.OnDisconnected();
        Trade(Btc, (2 * Minute) + (50 * Second));
        Trade(Eth, (3 * Minute) + (30 * Second));
        liveBars.OnConnected((3 * Minute) + (31 * Second), isNewStream: false);
        CloseAndDescribeBars().ShouldBeNull();
        Trade(Btc, (2 * Minute) + (55 * Second)); // an older trade that was still queued in the socket
        Trade(Btc, (3 * Minute) + (31 * Second));
        CloseAndDescribeBars().ShouldBe("180: BTC_KRW 120");
        LastClosedVolume.ShouldBe(3); // the bar has three trades, each with a volume of 1
    }

    [Fact]
    public void OnConnected_NewStream_MarksFormingBarsAsPartlySeen()
    {
        Connect(Minute);
        Trade(Btc, (2 * Minute) + (2 * Second));
        CloseAndDescribeBars();
        liveBars.OnDisconnected();
        liveBars.OnConnected((2 * Minute) + (40 * Second), isNewStream: true);
        Trade(Btc, (3 * Minute) + (2 * Second));
        CloseAndDescribeBars().ShouldBe("180: BTC_KRW 120 in part, ETH_KRW 120 in part");
    }

    // Found by the simulation with seed 2000052. When the connection was lost, no trade had revealed the exchange's time yet.
    [Fact]
    public void OnConnected_NewStreamBeforeAnyTrade_MarksFormingBarsAsPartlySeen()
    {
        Connect((2 * Minute) - Second);
        liveBars.OnDisconnected();
        liveBars.OnConnected((2 * Minute) + (20 * Second), isNewStream: true);
        Trade(Btc, (2 * Minute) + (30 * Second));
        Trade(Btc, (3 * Minute) + (2 * Second));
        CloseAndDescribeBars().ShouldBe("180: BTC_KRW 120 in part, ETH_KRW 120 in part");
    }

    private double LastClosedVolume { get; set; }

    private void Connect(long exchangeUtc)
    {
        var fromUtc = liveBars.OnConnected(exchangeUtc, isNewStream: true);
        fromUtc.ShouldBe(exchangeUtc + Second);
        liveBars.GetOrAddMaker(Timeframe.OneMinute).StartBuilding(Btc, fromUtc);
        liveBars.GetOrAddMaker(Timeframe.OneMinute).StartBuilding(Eth, fromUtc);
    }

    private void Trade(Symbol symbol, long timeUtc) => liveBars.OnTrade(new ExchangeTrade(symbol, timeUtc, timeUtc, 100, 1, IsBuy: true));

    // For example "120: BTC_KRW 60 in part": at second 120 the bar that opened at second 60 was closed, and some of its trades may be missing.
    // Null if no bar was due.
    private string? CloseAndDescribeBars()
    {
        var timeframes = liveBars.CloseBars().ToList();
        if (timeframes.Count != 1)
            return null;
        var closed = timeframes[0].Closed;
        LastClosedVolume = closed.Bars.Sum(bar => bar.Bar.Candle?.Volume ?? 0);
        var bars = closed.Bars.Select(bar => $"{bar.Symbol} {bar.Bar.OpenUtc / Second}{(bar.Bar.IsComplete ? string.Empty : " in part")}");
        return $"{closed.UntilUtc / Second}: {string.Join(", ", bars)}";
    }
}
