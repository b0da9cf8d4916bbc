namespace Bokgi.IntegrationTests.Benchmarks;

/// <summary>A clock whose waits end at once; it reports each wait to the callback.</summary>
internal sealed class HastyClock(Action<TimeSpan> waited) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        waited(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
