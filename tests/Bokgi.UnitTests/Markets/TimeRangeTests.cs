using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Markets;

public class TimeRangeTests
{
    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(19, true)]
    [InlineData(20, false)]
    public void Contains_StartAndEnd_AreInclusiveAndExclusive(long time, bool expected) =>
        new TimeRange(10, 20).Contains(time).ShouldBe(expected);

    [Fact]
    public void Contains_AnyInstant_IsTrueForAllTimeAndFalseForAnEmptyRange()
    {
        TimeRange.All.Contains(0).ShouldBeTrue();
        TimeRange.All.Contains(long.MinValue).ShouldBeTrue();
        TimeRange.All.Contains(long.MaxValue - 1).ShouldBeTrue();
        new TimeRange(10, 10).Contains(10).ShouldBeFalse();
    }
}
