using Bokgi.Markets;
using Bokgi.UnitTests.Reference;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Markets;

/// <summary>Checks the price step tables against real trades: each price of Upbit's own candles must be a multiple of its day's step.</summary>
public class UpbitCandleStepsTests
{
    // expectedOffGrid counts the prices that are not multiples of their day's step. These are the prices of
    // orders that were placed before the steps became wider.
    [Theory]
    [InlineData("BTC_KRW", 0)]
    [InlineData("ETH_KRW", 0)]
    [InlineData("XRP_KRW", 0)]
    [InlineData("SOL_KRW", 15)]
    [InlineData("DOGE_KRW", 13)]
    public void ValueAt_EveryHourOfRealCandles_HasAllPricesAsMultiplesExceptThoseOfOlderOrders(string symbol, int expectedOffGrid)
    {
        var steps = UpbitPriceSteps.ForCoin(Symbol.Parse(symbol).Base);
        KoreanTime.TryParse("2025-07-31", out var stepsWidenedUtc, out _).ShouldBeTrue();
        List<(long TimeUtc, double Price)> offGrid = [];
        foreach (var candle in SharedCandles.Read(symbol, Timeframe.OneHour, "2017-01-01", "2026-12-31"))
        {
            foreach (var price in (double[])[candle.Open, candle.High, candle.Low, candle.Close])
            {
                if (steps.ValueAt(candle.TimeUtc).RoundUp(price) != price)
                    offGrid.Add((candle.TimeUtc, price));
            }
        }

        offGrid.Count.ShouldBe(expectedOffGrid);
        offGrid.ShouldAllBe(found => found.TimeUtc >= stepsWidenedUtc);
        offGrid.ShouldAllBe(found => steps.ValueAt(stepsWidenedUtc - 1).RoundUp(found.Price) == found.Price);
    }

    [Fact]
    public void RealCandles_FirstPriceOnTheFinerSteps_IsAtTheKoreanMidnightOfTheChange()
    {
        // Before the change, prices of 100 won and more were whole numbers.
        var first = SharedCandles
            .Read("DOGE_KRW", Timeframe.OneHour, "2024-01-01", "2024-12-31")
            .First(candle => candle.Low >= 100 && candle.Close % 1 != 0);

        UnixTime.Format(first.TimeUtc).ShouldBe("2024-01-28T15:00:00Z");
    }
}
