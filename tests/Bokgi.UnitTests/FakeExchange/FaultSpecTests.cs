using Bokgi.FakeExchange;
using Bokgi.FakeExchange.Faults;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.FakeExchange;

public sealed class FaultSpecTests
{
    [Fact]
    public void TryParse_RatesAndOnce_ReadsBoth()
    {
        FaultSpec.TryParse("drop=0.001, 429=0.05,429-bare=0,silence=once", out var spec, out _).ShouldBeTrue();

        spec.Rates[FaultKind.DropConnection].ShouldBe(0.001);
        spec.Rates[FaultKind.TooMany].ShouldBe(0.05);
        spec.Rates[FaultKind.TooManyWithoutRetryAfter].ShouldBe(0);
        spec.Once.ShouldBe([FaultKind.Silence]);
    }

    [Fact]
    public void TryParse_EveryName_IsKnown()
    {
        FaultSpec.TryParse(string.Join(',', FaultNames.All.Select(name => $"{name}=1")), out var spec, out var error).ShouldBeTrue(error);

        spec.Rates.Keys.Order().ShouldBe(Enum.GetValues<FaultKind>());
    }

    [Theory]
    [InlineData("flood=0.1", "there is no fault 'flood'; the faults are drop, silence, duplicate")]
    [InlineData("drop=1.5", "the rate of 'drop' cannot be '1.5'; give a fraction from 0 to 1")]
    [InlineData("drop=-0.1", "the rate of 'drop' cannot be '-0.1'")]
    [InlineData("drop=NaN", "the rate of 'drop' cannot be 'NaN'")]
    [InlineData("drop", "the rate of 'drop' cannot be ''")]
    public void TryParse_Nonsense_IsRefused(string text, string error)
    {
        FaultSpec.TryParse(text, out _, out var actualError).ShouldBeFalse();

        actualError.ShouldStartWith(error);
    }

    [Fact]
    public void DecideToInject_WithARate_InjectsAtThatRateAndReproducibly()
    {
        var faultyMessages = NumbersWithFault(seed: 3);

        faultyMessages.Count.ShouldBeInRange(420, 580); // 5 % of 10,000 messages are 500
        NumbersWithFault(seed: 3).ShouldBe(faultyMessages);
        NumbersWithFault(seed: 4).ShouldNotBe(faultyMessages);
    }

    [Fact]
    public void InjectNext_Twice_InjectsTwice()
    {
        var script = new FaultScript(new VirtualClock(TimeProvider.System, startUtc: 0, speed: 0), seed: 1, FaultSpec.None);
        script.InjectNext(FaultKind.ServerError, times: 2);

        FaultKind?[] faults = [script.ChooseForRequest(), script.ChooseForRequest(), script.ChooseForRequest()];

        faults.ShouldBe([FaultKind.ServerError, FaultKind.ServerError, null]);
        script.Counts[FaultKind.ServerError].ShouldBe(2);
    }

    [Fact]
    public void InjectAt_ATime_InjectsIntoTheFirstRequestFromThatTimeOn()
    {
        var clock = new VirtualClock(TimeProvider.System, startUtc: 0, speed: 0);
        var script = new FaultScript(clock, seed: 1, FaultSpec.None);
        script.InjectAt(FaultKind.CutResponse, 5_000_000); // after five seconds, in microseconds

        script.ChooseForRequest().ShouldBeNull();
        clock.Advance(TimeSpan.FromSeconds(5));

        script.ChooseForRequest().ShouldBe(FaultKind.CutResponse);
        script.ChooseForRequest().ShouldBeNull();
    }

    // Which of 10,000 messages get the fault, at a rate of 0.05.
    private static List<int> NumbersWithFault(ulong seed)
    {
        FaultSpec.TryParse("reorder=0.05", out var spec, out _).ShouldBeTrue();
        var script = new FaultScript(new VirtualClock(TimeProvider.System, startUtc: 0, speed: 0), seed, spec);
        return [.. Enumerable.Range(0, 10_000).Where(number => script.DecideToInject(FaultKind.Reorder, "BTC_KRW", number))];
    }
}
