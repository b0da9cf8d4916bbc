using Bokgi.Markets;

namespace Bokgi.FakeExchange;

/// <summary>The exchange's clock. It starts at a given time and runs at a multiple of real time.</summary>
/// <param name="real">The real clock.</param>
/// <param name="startUtc">The time at the start, UTC microseconds.</param>
/// <param name="speed">Seconds of exchange time per real second; 0 stops the clock.</param>
internal sealed class VirtualClock(TimeProvider real, long startUtc, double speed)
{
    private static readonly TimeSpan MaxTimer = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private long fromUtc = startUtc;
    private long fromStamp = real.GetTimestamp();
    private double speed = speed;
    private TaskCompletionSource changed = NewSignal();

    /// <summary>The time at the start, UTC microseconds.</summary>
    public long StartUtc { get; } = startUtc;

    /// <summary>The exchange's current time, UTC microseconds.</summary>
    public long NowUtc
    {
        get
        {
            lock (gate)
                return Read();
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
        set => Change(Read, value);
    }

    /// <summary>Moves the clock forward.</summary>
    public void Advance(TimeSpan time) => Change(() => Read() + (long)time.TotalMicroseconds, Speed);

    /// <summary>Waits until the clock reaches a time.</summary>
    public async Task WaitUntilAsync(long utc, CancellationToken cancel)
    {
        while (true)
        {
            Task moved;
            TimeSpan delay;
            lock (gate)
            {
                var left = utc - Read();
                if (left <= 0)
                    return;
                moved = changed.Task;
                delay = RealTime(left);
            }

            using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            await Task.WhenAny(moved, Task.Delay(delay, real, timer.Token));
            await timer.CancelAsync();
            cancel.ThrowIfCancellationRequested();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private long Read() => fromUtc + (long)(real.GetElapsedTime(fromStamp).TotalMicroseconds * speed);

    // Timers have millisecond resolution; rounding down would cause a busy loop.
    private TimeSpan RealTime(long microseconds) =>
        speed * MaxTimer.TotalMicroseconds <= microseconds
            ? MaxTimer
            : TimeSpan.FromMilliseconds(Math.Ceiling(microseconds / speed / 1_000));

    private void Change(Func<long> time, double newSpeed)
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            (fromUtc, fromStamp, speed) = (time(), real.GetTimestamp(), newSpeed);
            (waiting, changed) = (changed, NewSignal());
        }

        waiting.SetResult();
    }
}
