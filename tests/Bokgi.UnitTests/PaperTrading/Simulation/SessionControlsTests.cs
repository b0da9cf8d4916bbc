using Bokgi.Backtesting;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Markets;
using Bokgi.Strategies;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.PaperTrading.Simulation;

public sealed class SessionControlsTests
{
    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");
    private static readonly Symbol Ether = Symbol.Parse("ETH_KRW");
    private static readonly PairPlan[] Pairs = [Pair(1, Bitcoin), Pair(2, Ether), Pair(11, Ether)];

    private readonly SessionControls controls = new();

    [Fact]
    public void Pause_WhileASymbolIsOff_ChangesOnlyTheOtherPairs()
    {
        Execute(LogEntryKind.SwitchOff, Ether).ShouldBe([(2, InterventionKind.Pause), (11, InterventionKind.Pause)]);
        Execute(LogEntryKind.Pause).ShouldBe([(1, InterventionKind.Pause)]);
        Execute(LogEntryKind.Pause).ShouldBeEmpty("it is paused already");
        Execute(LogEntryKind.SwitchOn, Ether).ShouldBeEmpty("the session is still paused");
        Execute(LogEntryKind.SwitchOff, Bitcoin).ShouldBeEmpty();
        Execute(LogEntryKind.Resume).ShouldBe([(2, InterventionKind.Resume), (11, InterventionKind.Resume)]);
        controls.SwitchedOff.ShouldBe([Bitcoin]);
    }

    // A position's id consists of the number of its pair and its entry bar.
    [Fact]
    public void Close_Position_AffectsOnlyThePairThatOwnsIt()
    {
        Execute(LogEntryKind.Close, positionId: "1-11").ShouldBe([(1, InterventionKind.CloseByHand)]);
        Execute(LogEntryKind.Close, positionId: "11-1").ShouldBe([(11, InterventionKind.CloseByHand)]);
        Execute(LogEntryKind.Close, positionId: "3-1").ShouldBeEmpty();
        Pairs[2].Owns(Pairs[2].PositionId(7)).ShouldBeTrue();
    }

    [Fact]
    public void StopClosing_PausedPairs_ClosesTheirPositionsToo()
    {
        Execute(LogEntryKind.Pause);
        Execute(LogEntryKind.Stop).ShouldBeEmpty();
        Execute(LogEntryKind.StopClosing)
            .ShouldBe([(1, InterventionKind.CloseAtStop), (2, InterventionKind.CloseAtStop), (11, InterventionKind.CloseAtStop)]);
    }

    private IEnumerable<(int Number, InterventionKind Kind)> Execute(
        LogEntryKind command,
        Symbol? symbol = null,
        string? positionId = null
    ) => controls.Execute(command, symbol, positionId, Pairs).Select(intervention => (intervention.Pair.Number, intervention.Kind));

    private static PairPlan Pair(int number, Symbol symbol)
    {
        var strategy = StrategyCatalogue.All[0];
        return new PairPlan(number, symbol, strategy, StrategyParameters.Defaults(strategy.Parameters));
    }
}
