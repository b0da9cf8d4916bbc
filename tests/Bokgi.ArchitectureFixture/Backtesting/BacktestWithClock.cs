namespace Bokgi.ArchitectureFixture.Backtesting;

/// <summary>Breach: the engine has no clock, not even one that is handed in.</summary>
internal sealed class BacktestWithClock(TimeProvider clock)
{
    public long Started { get; } = clock.GetTimestamp();
}
