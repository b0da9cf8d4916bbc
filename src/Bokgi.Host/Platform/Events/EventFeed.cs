using System.Threading.RateLimiting;
using Bokgi.Host.Platform.Events.Store;

namespace Bokgi.Host.Platform.Events;

/// <summary>
/// Reads new rows of the event table once for all clients of this server. A wake signal triggers an immediate read; polling every second
/// covers lost signals and events added while the database was unavailable.
/// </summary>
internal sealed partial class EventFeed(BokgiDatabase database, EventLog events, TimeProvider clock, ILogger<EventFeed> log)
    : BackgroundService
{
    public const int PageSize = 64;

    private const int MaximumStreams = 512;
    private const int EventsInMemory = 8_192;
    private const long BytesInMemory = 16 << 20;
    private const int BatchSize = 1_000;
    private const int MaximumTableReaders = 4;

    private static readonly TimeSpan Retention = TimeSpan.FromHours(24);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ClientNotificationInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PurgeInterval = TimeSpan.FromMinutes(10);

    private readonly EventStore store = new(database);
    private readonly EventRing ring = new(EventsInMemory, BytesInMemory);
    private readonly SemaphoreSlim tableReaders = new(MaximumTableReaders);
    private readonly ConcurrencyLimiter streamLimiter = new(new ConcurrencyLimiterOptions { PermitLimit = MaximumStreams });
    private bool hasStarted;
    private bool isUnavailable;

    /// <summary>Completes when there may be new events, and every few seconds in any case.</summary>
    public Task Changed => ring.Changed;

    /// <exception cref="DatabaseUnavailableException">The database has been unavailable since the start.</exception>
    public long NewestNumber =>
        Volatile.Read(ref hasStarted)
            ? ring.NewestNumber
            : throw new DatabaseUnavailableException($"{database.Name} could not be read yet");

    /// <summary>Takes a slot for a stream; if all slots are in use, the returned lease is not acquired.</summary>
    public RateLimitLease AcquireStreamSlot() => streamLimiter.AttemptAcquire();

    /// <summary>The events after a number, at most a page; a gap event stands for events that are no longer kept.</summary>
    public async Task<IReadOnlyList<StoredEvent>> ReadAfterAsync(long number, CancellationToken cancel)
    {
        if (ring.TryRead(number, PageSize, out var page))
            return page;
        await tableReaders.WaitAsync(cancel);
        try
        {
            return await store.ReadAfterAsync(number, PageSize, cancel);
        }
        finally
        {
            tableReaders.Release();
        }
    }

    /// <summary>
    /// Returns the number after which to resume a client: the last number that it received, or the newest stored number if that is smaller
    /// (for example because a backup was restored).
    /// </summary>
    public async Task<long> FindStartAsync(long lastReceived, CancellationToken cancel) =>
        lastReceived <= NewestNumber ? lastReceived : Math.Min(lastReceived, await store.NewestNumberAsync(cancel));

    /// <summary>Polls once before the server accepts clients, so that the feed is ready for the first of them.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await PollAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        streamLimiter.Dispose();
        tableReaders.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(FollowAsync(stoppingToken), events.Wake.ListenAsync(database, clock, stoppingToken), PurgeAsync(stoppingToken));

    private async Task FollowAsync(CancellationToken stop)
    {
        await using var notificationTimer = clock.CreateTimer(
            _ => ring.NotifyWaiters(),
            state: null,
            ClientNotificationInterval,
            ClientNotificationInterval
        );
        while (true)
        {
            await events.Wake.WaitAsync(PollInterval, clock, stop);
            await PollAsync(stop);
        }
    }

    // Logs an unavailable database once; the next poll tries again.
    private async Task PollAsync(CancellationToken stop)
    {
        try
        {
            await ReadNewAsync(stop);
            if (!isUnavailable)
                return;
            isUnavailable = false;
            LogRecovered();
            ring.NotifyWaiters();
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            if (!isUnavailable)
                LogUnavailable(failure.GetBaseException().Message.ReplaceLineEndings(" "));
            isUnavailable = true;
        }
    }

    private async Task ReadNewAsync(CancellationToken stop)
    {
        if (!hasStarted)
        {
            ring.StartAfter(await store.NewestNumberAsync(stop));
            Volatile.Write(ref hasStarted, true);
            return;
        }

        for (var hasMore = true; hasMore; )
        {
            var newEvents = await store.ReadAfterAsync(ring.NewestNumber, BatchSize, stop);
            if (newEvents.Count > 0)
                ring.Add(newEvents);
            hasMore = newEvents.Count == BatchSize;
        }
    }

    private async Task PurgeAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(PurgeInterval, clock);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                await store.DeleteOlderThanAsync(UnixTime.FromDateTime((clock.GetUtcNow() - Retention).UtcDateTime), stop);
            }
            catch (Exception failure) when (failure.IsDatabaseDown() && !stop.IsCancellationRequested)
            {
                events.Signal(); // the poll that this triggers logs the failure; the next purge deletes the events
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "events cannot be read ({Reason}); retrying every second")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(LogLevel.Warning, "events can be read again")]
    private partial void LogRecovered();
}
