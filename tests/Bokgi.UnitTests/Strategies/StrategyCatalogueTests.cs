using Bokgi.Strategies;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Strategies;

public class StrategyCatalogueTests
{
    [Fact]
    public void All_Strategies_AreInOrderOfTheirNames()
    {
        var names = StrategyCatalogue.All.Select(strategy => strategy.Name).ToList();

        names.ShouldContain("volume_long_candle");
        names.ShouldContain("volume_zone_breakout");
        names.ShouldBe(names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TryFind_KnownName_IsTheStrategy()
    {
        StrategyCatalogue.TryFind("volume_zone_breakout", out var strategy, out var error).ShouldBeTrue();

        (strategy.Name, error).ShouldBe(("volume_zone_breakout", string.Empty));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Volume_Zone_Breakout")]
    public void TryFind_UnknownName_IsRefusedWithTheNameAndTheKnownOnes(string? name)
    {
        StrategyCatalogue.TryFind(name, out _, out var error).ShouldBeFalse();

        error.ShouldBe($"there is no strategy '{name}'; there are {string.Join(", ", StrategyCatalogue.All.Select(known => known.Name))}");
    }

    [Fact]
    public void SignalDetails_ByIndex_AreFourInOrder()
    {
        var details = new SignalDetails(1, 2, 3, 4);

        Enumerable.Range(0, SignalDetails.Capacity).Select(index => details[index]).ShouldBe([1, 2, 3, 4]);
        new SignalDetails(1).ShouldBe(new SignalDetails(1, 0, 0, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => details[4]).Message.ShouldContain("four details");
        Should.Throw<ArgumentOutOfRangeException>(() => details[-1]);
    }
}
