namespace Bokgi.IntegrationTests.Benchmarks;

/// <summary>A clock whose timers fire at once; it reports the requested wait of each to a callback.</summary>
internal sealed class HastyClock(Action<TimeSpan> waited) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        waited(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
