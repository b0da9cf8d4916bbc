namespace Bokgi.IntegrationTests.Benchmarks;

/// <summary>A clock whose timers fire at once. It passes the wait that each timer requested to a callback.</summary>
internal sealed class ImmediateTimerClock(Action<TimeSpan> reportWait) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        reportWait(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
