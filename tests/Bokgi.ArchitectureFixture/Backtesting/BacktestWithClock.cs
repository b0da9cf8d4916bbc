namespace Bokgi.ArchitectureFixture.Backtesting;

/// <summary>Breaks the rule that the engine has no clock: uses one, though it is injected.</summary>
internal sealed class BacktestWithClock(TimeProvider clock)
{
    public long Started { get; } = clock.GetTimestamp();
}
