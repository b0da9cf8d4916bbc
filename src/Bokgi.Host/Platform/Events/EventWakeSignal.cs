using System.Threading.Channels;
using Bokgi.Host.Platform.Redis;

namespace Bokgi.Host.Platform.Events;

/// <summary>Wakes the feed of events when there may be new ones, in this process and over Redis in others. Rings that nobody has heard yet are one.</summary>
internal sealed class EventWakeSignal(RedisLink? redis = null)
{
    private const string RedisChannel = "bokgi:events";

    private readonly Channel<bool> rings = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    /// <summary>Wakes the feeds, after a commit that added events; it never waits and never fails, and may be called from anywhere.</summary>
    public void Signal()
    {
        SignalHere();
        redis?.Publish(RedisChannel);
    }

    /// <summary>Wakes the feed of this process.</summary>
    public void SignalHere() => rings.Writer.TryWrite(true);

    /// <summary>Lets other processes ring here over Redis, when there is one.</summary>
    public Task ListenAsync() => redis?.ListenAsync(RedisChannel, SignalHere) ?? Task.CompletedTask;

    /// <summary>Waits for a ring since the last one that was heard. One feed listens.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancel) => rings.Reader.ReadAsync(cancel);
}
