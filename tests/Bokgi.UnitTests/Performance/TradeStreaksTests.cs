using Bokgi.Performance;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Performance;

public class TradeStreaksTests
{
    [Fact]
    public void FindLongest_WinsLossesAndAZero_CountsTheLongestOfEach()
    {
        TradeStreaks.FindLongest([1, 2, -1, -1, -1, 3, 0, 4, 5, 6, -2]).ShouldBe(new TradeStreaks(Wins: 3, Losses: 3));
        TradeStreaks.FindLongest([1, 1, 0, 1]).ShouldBe(new TradeStreaks(Wins: 2, Losses: 0));
        TradeStreaks.FindLongest([]).ShouldBe(new TradeStreaks(Wins: 0, Losses: 0));
    }
}
