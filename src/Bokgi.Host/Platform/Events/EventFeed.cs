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
    public const int Page = 64;

    private const int Streams = 512;
    private const int PlacesInMemory = 8_192;
    private const long BytesInMemory = 16 << 20;
    private const int AtATime = 1_000;
    private const int ReadersOfTheTable = 4;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenWakes = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenCleaning = TimeSpan.FromMinutes(10);

    private readonly EventPages pages = new(database);
    private readonly EventRing ring = new(PlacesInMemory, BytesInMemory);
    private readonly SemaphoreSlim reading = new(ReadersOfTheTable);
    private readonly ConcurrencyLimiter streams = new(new ConcurrencyLimiterOptions { PermitLimit = Streams });
    private bool hasBegun;
    private bool isInTrouble;

    /// <summary>Completes when there may be new events, and every few seconds in any case.</summary>
    public Task Changed => ring.Changed;

    /// <exception cref="DatabaseUnavailableException">The database has not been readable since the start.</exception>
    public long Newest =>
        Volatile.Read(ref hasBegun) ? ring.Newest : throw new DatabaseUnavailableException($"{database.Name} could not be read yet");

    /// <summary>Takes a slot for a stream; the lease is not acquired if all are in use.</summary>
    public RateLimitLease Join() => streams.AttemptAcquire();

    /// <summary>At most a page of the events after a number; a gap event stands for those that are no longer kept.</summary>
    public async Task<IReadOnlyList<StoredEvent>> AfterAsync(long number, CancellationToken cancel)
    {
        if (ring.TryTake(number, Page, out var taken))
            return taken;
        await reading.WaitAsync(cancel);
        try
        {
            return await pages.AfterAsync(number, Page, cancel);
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>
    /// The number after which to continue for a client that has the events up to a number: that number, or the newest one if this database
    /// has not come that far.
    /// </summary>
    public async Task<long> PlaceAsync(long number, CancellationToken cancel) =>
        number <= Newest ? number : Math.Min(number, await pages.NewestAsync(cancel));

    /// <summary>Polls once before the server accepts clients, so that the feed is ready for the first of them.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        streams.Dispose();
        reading.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(FollowAsync(stoppingToken), events.Wake.ListenAsync(database, clock, stoppingToken), CleanAsync(stoppingToken));

    private async Task FollowAsync(CancellationToken stop)
    {
        await using var wakes = clock.CreateTimer(_ => ring.Wake(), state: null, BetweenWakes, BetweenWakes);
        while (true)
        {
            await events.Wake.WaitAsync(BetweenLooks, clock, stop);
            await LookAsync(stop);
        }
    }

    // Logs an unavailable database once; the next poll tries again.
    private async Task LookAsync(CancellationToken stop)
    {
        try
        {
            await TakeNewAsync(stop);
            if (!isInTrouble)
                return;
            isInTrouble = false;
            LogBack();
            ring.Wake();
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            if (!isInTrouble)
                LogTrouble(failure.GetBaseException().Message.ReplaceLineEndings(" "));
            isInTrouble = true;
        }
    }

    private async Task TakeNewAsync(CancellationToken stop)
    {
        if (!hasBegun)
        {
            ring.Begin(await pages.NewestAsync(stop));
            Volatile.Write(ref hasBegun, true);
            return;
        }

        for (var isMore = true; isMore; )
        {
            var events = await pages.AfterAsync(ring.Newest, AtATime, stop);
            if (events.Count > 0)
                ring.Add(events);
            isMore = events.Count == AtATime;
        }
    }

    private async Task CleanAsync(CancellationToken stop)
    {
        using var pause = new PeriodicTimer(BetweenCleaning, clock);
        while (await pause.WaitForNextTickAsync(stop))
        {
            try
            {
                await pages.ForgetAsync(UnixTime.FromDateTime((clock.GetUtcNow() - Kept).UtcDateTime), stop);
            }
            catch (Exception failure) when (failure.IsDatabaseDown() && !stop.IsCancellationRequested)
            {
                events.Signal(); // the poll that this triggers logs the failure; the next cleaning deletes the events
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "events cannot be read ({Reason}); retrying every second")]
    private partial void LogTrouble(string reason);

    [LoggerMessage(LogLevel.Warning, "events can be read again")]
    private partial void LogBack();
}
