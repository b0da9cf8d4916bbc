using Bokgi.FakeExchange.Recording;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests.Lake;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.FakeExchange;

public sealed class TickerDataTests
{
    // The ticker must contain exactly the double of the candle. 0.1 + 0.2 has seventeen digits, of which a conversion to decimal keeps only fifteen.
    [Theory]
    [InlineData("1M")]
    [InlineData("1H")]
    public void At_FirstDayOfAMarket_HasTheOpenOfTheDayAsThePreviousClose(string timeframeName)
    {
        using var temp = new TemporaryLake();
        var timeframe = Timeframe.Parse(timeframeName);
        var open = TemporaryLake.TimeOf("2024-01-01T00:00Z");
        temp.Write("BTC_KRW", timeframe, new Candle(open, 0.1 + 0.2, 0.5, 0.25, 0.4, 10));
        using var market = new RecordedMarket(temp.Lake, Symbol.Parse("BTC_KRW"), [timeframe], seed: 1);

        var ticker = TickerData.Compute(market, timeframe.EndOf(open)).ShouldNotBeNull();

        (ticker.DayBar.Open, ticker.PreviousClose).ShouldBe((0.1 + 0.2, 0.1 + 0.2));
    }
}
