using System.Threading.Channels;

namespace Bokgi.Host.Platform.Events;

/// <summary>Wakes the feed of events when there may be new ones. Rings that nobody has heard yet are one.</summary>
internal sealed class EventBell
{
    private readonly Channel<bool> rings = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    /// <summary>Wakes the feeds, after a commit that added events; it never waits and never fails, and may be called from anywhere.</summary>
    public void Ring() => rings.Writer.TryWrite(true);

    /// <summary>Waits for a ring since the last one that was heard. One feed listens.</summary>
    public ValueTask<bool> HeardAsync(CancellationToken cancel) => rings.Reader.ReadAsync(cancel);
}
