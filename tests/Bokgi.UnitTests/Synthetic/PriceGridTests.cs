using Bokgi.MarketData.Lake.Synthetic;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Synthetic;

public class PriceGridTests
{
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
    public void Round_AnyPrice_IsTheNearestOfTheMarketsSteps(double price, double expected) => PriceGrid.Round(price).ShouldBe(expected);
}
