using Bokgi.Markets;

namespace Bokgi.FakeExchange;

/// <summary>The exchange's time: begins where it is told to, and runs a number of times as fast as the real one.</summary>
/// <param name="real">The real time.</param>
/// <param name="startUtc">What the clock shows at first, microseconds UTC.</param>
/// <param name="speed">Seconds of the exchange in a real second; 0 stands still.</param>
internal sealed class VirtualClock(TimeProvider real, long startUtc, double speed)
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private long fromUtc = startUtc;
    private long fromStamp = real.GetTimestamp();
    private double speed = speed;
    private TaskCompletionSource changed = NewSignal();

    /// <summary>What the clock showed at first, microseconds UTC.</summary>
    public long StartUtc { get; } = startUtc;

    /// <summary>The time at the exchange, microseconds UTC.</summary>
    public long NowUtc
    {
        get
        {
            lock (gate)
                return Read();
        }
    }

    /// <summary>The same, as headers write it.</summary>
    public DateTimeOffset Now => new(UnixTime.ToDateTime(NowUtc), TimeSpan.Zero);

    /// <summary>Seconds of the exchange in a real second, from here on.</summary>
    public double Speed
    {
        get
        {
            lock (gate)
                return speed;
        }
        set => Change(Read, value);
    }

    /// <summary>Sets the clock forward.</summary>
    public void Advance(TimeSpan time) => Change(() => Read() + (long)time.TotalMicroseconds, Speed);

    /// <summary>Waits until the clock shows a time.</summary>
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

            using var look = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            await Task.WhenAny(moved, Task.Delay(delay, real, look.Token));
            await look.CancelAsync();
            cancel.ThrowIfCancellationRequested();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private long Read() => fromUtc + (long)(real.GetElapsedTime(fromStamp).TotalMicroseconds * speed);

    // Timers know whole milliseconds; rounded down, the waiting would be a busy loop.
    private TimeSpan RealTime(long microseconds) =>
        speed * LongestLook.TotalMicroseconds <= microseconds
            ? LongestLook
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
