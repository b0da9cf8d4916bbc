using Bokgi.Markets;

namespace Bokgi.FakeExchange;

/// <summary>The exchange's clock. It starts at a given time and runs at a multiple of real time.</summary>
/// <param name="realClock">The real clock.</param>
/// <param name="startUtc">The time at the start, UTC microseconds.</param>
/// <param name="speed">Seconds of exchange time per real second; 0 stops the clock.</param>
internal sealed class VirtualClock(TimeProvider realClock, long startUtc, double speed)
{
    private static readonly TimeSpan MaxTimerDelay = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private long baseUtc = startUtc;
    private long baseTimestamp = realClock.GetTimestamp();
    private double speed = speed;
    private TaskCompletionSource clockChanged = NewSignal();

    /// <summary>The time at the start, UTC microseconds.</summary>
    public long StartUtc { get; } = startUtc;

    /// <summary>The exchange's current time, UTC microseconds.</summary>
    public long NowUtc
    {
        get
        {
            lock (gate)
                return ReadNow();
        }
    }

    /// <summary>The exchange's current time.</summary>
    public DateTimeOffset Now => new(UnixTime.ToDateTime(NowUtc), TimeSpan.Zero);

    /// <summary>Seconds of exchange time per real second; setting it takes effect immediately.</summary>
    public double Speed
    {
        get
        {
            lock (gate)
                return speed;
        }
        set => Adjust(ReadNow, value);
    }

    /// <summary>Moves the clock forward.</summary>
    public void Advance(TimeSpan time) => Adjust(() => ReadNow() + (long)time.TotalMicroseconds);

    /// <summary>Waits until the clock reaches a time.</summary>
    public async Task WaitUntilAsync(long utc, CancellationToken cancel)
    {
        while (true)
        {
            Task clockChange;
            TimeSpan delay;
            lock (gate)
            {
                var remainingMicroseconds = utc - ReadNow();
                if (remainingMicroseconds <= 0)
                    return;
                clockChange = clockChanged.Task;
                delay = ToRealTime(remainingMicroseconds);
            }

            using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            await Task.WhenAny(clockChange, Task.Delay(delay, realClock, timer.Token));
            await timer.CancelAsync();
            cancel.ThrowIfCancellationRequested();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private long ReadNow() => baseUtc + (long)(realClock.GetElapsedTime(baseTimestamp).TotalMicroseconds * speed);

    // Rounds up to whole milliseconds, the resolution of timers, because rounding down would cause a busy loop.
    private TimeSpan ToRealTime(long microseconds) =>
        speed * MaxTimerDelay.TotalMicroseconds <= microseconds
            ? MaxTimerDelay
            : TimeSpan.FromMilliseconds(Math.Ceiling(microseconds / speed / 1_000));

    private void Adjust(Func<long> newTime, double? newSpeed = null)
    {
        TaskCompletionSource previousChange;
        lock (gate)
        {
            (baseUtc, baseTimestamp, speed) = (newTime(), realClock.GetTimestamp(), newSpeed ?? speed);
            (previousChange, clockChanged) = (clockChanged, NewSignal());
        }

        previousChange.SetResult();
    }
}
