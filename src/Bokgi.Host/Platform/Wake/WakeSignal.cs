using System.Threading.Channels;
using Bokgi.Host.Platform.Redis;
using Bokgi.Host.Platform.Wake.Store;

namespace Bokgi.Host.Platform.Wake;

/// <summary>
/// Wakes the one loop of this process that waits for new rows in a table of the database. Signals come from all processes. Redis transmits them
/// if it is configured. Otherwise PostgreSQL does: a trigger on the table sends a NOTIFY for new rows. Pending signals are merged into one. A
/// lost signal does no harm: every wait has a time limit, after which the loop polls.
/// </summary>
internal sealed class WakeSignal(string name, RedisLink? redis = null)
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> pending = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    /// <summary>Wakes the loop. Call this after the commit. It never waits or fails, and is thread-safe.</summary>
    public void Signal()
    {
        SignalLocally();
        redis?.Publish($"bokgi:{name}");
    }

    /// <summary>
    /// Waits until there has been a signal since the last wait, but no longer than the given time. Only one loop may wait.
    /// </summary>
    public async Task WaitAsync(TimeSpan timeout, TimeProvider clock, CancellationToken cancel)
    {
        await using var timer = clock.CreateTimer(_ => SignalLocally(), state: null, timeout, Timeout.InfiniteTimeSpan);
        await pending.Reader.ReadAsync(cancel);
    }

    /// <summary>Receives the signals of other processes, which exist only with PostgreSQL or Redis.</summary>
    public async Task ListenAsync(BokgiDatabase database, TimeProvider clock, CancellationToken stop)
    {
        if (redis is { IsConfigured: true })
        {
            await redis.ListenAsync($"bokgi:{name}", SignalLocally);
            return;
        }

        for (var canListen = true; canListen; await Task.Delay(PauseAfterFailure, clock, stop))
        {
            try
            {
                canListen = await PostgresListener.TryListenAsync(database, $"bokgi_{name}", SignalLocally, stop);
            }
            catch (Exception failure) when (failure.IsDatabaseDown() && !stop.IsCancellationRequested)
            {
                SignalLocally(); // the poll that this triggers reports the failure
            }
        }
    }

    private void SignalLocally() => pending.Writer.TryWrite(true);
}
