using System.Threading.Channels;
using Bokgi.Host.Platform.Redis;

namespace Bokgi.Host.Platform.Events;

/// <summary>
/// Wakes the event feed when there may be new events, in this process and, over Redis, in others. Pending signals are merged into one.
/// </summary>
internal sealed class EventWakeSignal(RedisLink? redis = null)
{
    private const string RedisChannel = "bokgi:events";

    private readonly Channel<bool> rings = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    /// <summary>Wakes the feeds; call it after a commit that added events. It never waits or fails and is thread-safe.</summary>
    public void Signal()
    {
        SignalHere();
        redis?.Publish(RedisChannel);
    }

    /// <summary>Wakes the feed of this process.</summary>
    public void SignalHere() => rings.Writer.TryWrite(true);

    /// <summary>Forwards wake signals of other processes over Redis, if it is configured.</summary>
    public Task ListenAsync() => redis?.ListenAsync(RedisChannel, SignalHere) ?? Task.CompletedTask;

    /// <summary>Waits for a signal since the last one received. Only one feed may wait.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancel) => rings.Reader.ReadAsync(cancel);
}
