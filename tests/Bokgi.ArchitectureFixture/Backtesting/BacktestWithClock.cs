namespace Bokgi.ArchitectureFixture.Backtesting;

/// <summary>Breach: the engine must not use a clock, not even an injected one.</summary>
internal sealed class BacktestWithClock(TimeProvider clock)
{
    public long Started { get; } = clock.GetTimestamp();
}
