using Bokgi.Markets;
using Bokgi.UnitTests.Reference;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Markets;

public class UpbitPriceStepsTests
{
    [Theory]
    // The table of 2024-01-29; before it, steps below 10,000 won were wider.
    [InlineData("XRP", "2024-01-28T23:59:59", 729.35, 729, 730)]
    [InlineData("XRP", "2024-01-29T00:00", 729.35, 729.3, 729.4)]
    [InlineData("ETC", "2024-01-28T23:59:59", 9_996, 9_995, 10_000)]
    [InlineData("ETC", "2024-01-29T00:00", 9_996.5, 9_996, 9_997)]
    [InlineData("BTT", "2024-01-28T23:59:59", 0.001_234, 0.001_2, 0.001_3)]
    [InlineData("BTT", "2024-01-29T00:00", 0.001_234_5, 0.001_234, 0.001_235)]
    [InlineData("SHIB", "2024-01-28T23:59:59", 0.01234, 0.0123, 0.0124)]
    [InlineData("SHIB", "2024-01-29T00:00", 0.012_345, 0.012_34, 0.012_35)]
    [InlineData("BTC", "2024-01-28T23:59:59", 57_123_456, 57_123_000, 57_124_000)]
    [InlineData("BTC", "2024-01-29T00:00", 57_123_456, 57_123_000, 57_124_000)]
    [InlineData("ETH", "2024-01-29T00:00", 1_234_567, 1_234_500, 1_235_000)]
    // Exception from 2024-10-14 on: sixteen coins between 100 and 1,000 won.
    [InlineData("ADA", "2024-10-13T23:59:59", 487.25, 487.2, 487.3)]
    [InlineData("ADA", "2024-10-14T00:00", 487.25, 487, 488)]
    [InlineData("ADA", "2024-10-14T00:00", 99.123, 99.12, 99.13)]
    [InlineData("ADA", "2024-10-14T00:00", 1_000.5, 1_000, 1_001)]
    [InlineData("XRP", "2024-10-14T00:00", 729.35, 729.3, 729.4)]
    [InlineData("TRX", "2025-07-30T23:59:59", 444.4, 444, 445)]
    // Exception from 2025-03-21 on: two stablecoins between 1,000 and 10,000 won.
    [InlineData("USDT", "2025-03-20T23:59:59", 1_478.7, 1_478, 1_479)]
    [InlineData("USDT", "2025-03-21T00:00", 1_478.7, 1_478.5, 1_479)]
    [InlineData("USDC", "2025-07-30T23:59:59", 1_390.2, 1_390, 1_390.5)]
    [InlineData("XRP", "2025-03-21T00:00", 3_478.7, 3_478, 3_479)]
    // The table of 2025-07-31, which has no exceptions.
    [InlineData("DOGE", "2025-07-30T23:59:59", 307.15, 307.1, 307.2)]
    [InlineData("DOGE", "2025-07-31T00:00", 307.15, 307, 308)]
    [InlineData("USDT", "2025-07-31T00:00", 1_390.2, 1_390, 1_391)]
    [InlineData("ETH", "2025-07-30T23:59:59", 1_999_600, 1_999_500, 2_000_000)]
    [InlineData("ETH", "2025-07-31T00:00", 1_999_600, 1_999_000, 2_000_000)]
    [InlineData("SOL", "2025-07-30T23:59:59", 250_075, 250_050, 250_100)]
    [InlineData("SOL", "2025-07-31T00:00", 250_075, 250_000, 250_100)]
    [InlineData("BCH", "2025-07-30T23:59:59", 712_345, 712_300, 712_400)]
    [InlineData("BCH", "2025-07-31T00:00", 712_345, 712_000, 712_500)]
    [InlineData("AAVE", "2025-07-31T00:00", 61_234, 61_200, 61_250)]
    [InlineData("LINK", "2025-07-31T00:00", 24_567, 24_560, 24_570)]
    [InlineData("APT", "2025-07-31T00:00", 6_001, 6_000, 6_005)]
    [InlineData("XLM", "2025-07-31T00:00", 55.55, 55.5, 55.6)]
    [InlineData("SHIB", "2025-07-31T00:00", 0.017_56, 0.017_5, 0.017_6)]
    [InlineData("PEPE", "2025-07-31T00:00", 0.000_005_551, 0.000_005_55, 0.000_005_56)]
    public void RoundDownAndUp_AtADate_ArePricesOfThatDaysTable(string coin, string time, double price, double down, double up)
    {
        KoreanTime.TryParse(time, out var utc, out _).ShouldBeTrue();
        var steps = UpbitPriceSteps.ForCoin(coin).ValueAt(utc);

        (steps.RoundDown(price), steps.RoundUp(price)).ShouldBe((down, up));
        (steps.RoundDown(down), steps.RoundUp(down), steps.RoundDown(up), steps.RoundUp(up)).ShouldBe((down, down, up, up));
    }

    [Theory]
    [InlineData("2024-01-28", 0.0001)]
    [InlineData("2024-01-29", 0.00000001)]
    [InlineData("2025-07-31", 0.00000001)]
    public void RoundDown_LessThanOneStep_IsTheFirstStepAndNotZero(string day, double lowest)
    {
        KoreanTime.TryParse(day, out var utc, out _).ShouldBeTrue();

        UpbitPriceSteps.ForCoin("BTT").ValueAt(utc).RoundDown(lowest / 3).ShouldBe(lowest);
    }

    [Theory]
    [InlineData(150_000_499, 150_000_000)]
    [InlineData(812_260, 812_500)]
    [InlineData(281_460, 281_500)]
    [InlineData(38_004, 38_000)]
    [InlineData(7_777, 7_775)]
    [InlineData(300.4, 300)]
    [InlineData(12.345, 12.3)]
    [InlineData(3.14159, 3.14)]
    [InlineData(0.0175499, 0.0175)]
    [InlineData(0.000000001, 0.00000001)]
    public void RoundToNearest_AnyPrice_UsesTheNewestTable(double price, double expected) =>
        UpbitPriceSteps.Newest.RoundToNearest(price).ShouldBe(expected);

    [Fact]
    public void RoundDownAndUp_AnyPriceAndTime_EqualTheReference() =>
        Gen.Select(
                Gen.OneOf("BTC", "TRX", "USDC"),
                Gen.Int[0, 1_000].Select(days => new DateTime(2023, 6, 1).AddDays(days).AddHours(days % 24)),
                Gen.Double[-7, 8].Select(power => Math.Pow(10, power))
            )
            .Sample(
                (coin, time, price) =>
                {
                    var utc = UnixTime.FromDateTime(time);
                    var steps = UpbitPriceSteps.ForCoin(coin).ValueAt(utc);
                    var costs = new ReferenceCosts(
                        new ReferenceRequest
                        {
                            Strategy = string.Empty,
                            Costs = "upbit",
                            Coin = coin,
                        }
                    );

                    // Without slippage, the fill prices are only rounded.
                    (steps.RoundDown(price), steps.RoundUp(price)).ShouldBe(
                        (costs.SellFillPrice(price, utc), costs.BuyFillPrice(price, utc))
                    );
                },
                iter: Iterations.Scale(10_000)
            );
}
