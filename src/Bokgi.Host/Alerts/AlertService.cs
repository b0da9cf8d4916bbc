using Bokgi.Host.Alerts.Store;
using Bokgi.Host.Platform.Events;
using Bokgi.Host.Platform.Events.Store;

namespace Bokgi.Host.Alerts;

/// <summary>
/// Turns events into alerts and sends alerts that are due, each channel by itself: one that is down delays no other and no work. Several
/// servers on one database share the work; each event is read once, and each message is sent by one of them.
/// </summary>
internal sealed partial class AlertService(
    AlertStore store,
    EventFeed feed,
    EventStore stored,
    DailySummary daily,
    IEnumerable<IAlertChannel> channels,
    TimeProvider clock,
    ILogger<AlertService> log
) : BackgroundService
{
    /// <summary>The attempts after which a message is given up, about two hours.</summary>
    public const int MaximumAttempts = 17;

    /// <summary>A claimed message is sent by another process after this time, if the one that claimed it has died.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private const string Source = "events";
    private const int BatchSize = 500;

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PruneInterval = TimeSpan.FromHours(6);

    private readonly IReadOnlyList<IAlertChannel> channels = [.. channels];
    private readonly IReadOnlyList<string> names = [.. channels.Select(channel => channel.Name)];

    /// <summary>The pause after an attempt: 10 s, doubled with each, at most 10 minutes.</summary>
    public static TimeSpan PauseAfter(int attempt) =>
        TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(attempt - 1, 16)));

    /// <summary>Reads new events, raises alerts of them, and sends what waited for the end of a window.</summary>
    public async Task ReadAsync(CancellationToken cancel)
    {
        for (var isMore = true; isMore; )
        {
            var from = await store.PositionAsync(Source, () => stored.NewestNumberAsync(cancel));
            var rows = await store.EventsAfterAsync(from, BatchSize, cancel);
            if (rows.Count > 0)
                await store.RaiseAsync([.. rows.Select(TryRead).OfType<Alert>()], names, (Source, from, rows[^1].Number));
            isMore = rows.Count == BatchSize;
        }

        await store.SendWaitingAsync(names);
        await daily.RaiseAsync(names, cancel);
    }

    /// <summary>Sends what is due through one channel; returns the number of messages that were tried.</summary>
    public async Task<int> SendAsync(IAlertChannel channel, CancellationToken cancel)
    {
        var count = 0;
        for (; await store.ClaimAsync(channel.Name, Lease) is var (delivery, message); count++)
            await SendAsync(channel, delivery, message, cancel);
        return count;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll([
            RepeatAsync(ReadAsync, stoppingToken),
            PruneAsync(stoppingToken),
            .. channels.Select(channel => RepeatAsync(cancel => SendAsync(channel, cancel), stoppingToken)),
        ]);

    // An event that cannot be read must not keep the others from being read.
    private Alert? TryRead(EventRow row)
    {
        try
        {
            return EventAlerts.Of(row);
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            LogUnread(unread, row.Number, row.Kind);
            return null;
        }
    }

    // The feed signals new events; alerts that are raised are events, too.
    private async Task RepeatAsync(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        await Task.Yield(); // the host must start without waiting
        while (!stop.IsCancellationRequested)
        {
            var changed = feed.Changed;
            try
            {
                await work(stop);
            }
            catch (Exception failure) when (failure.IsDatabaseDown() && !stop.IsCancellationRequested)
            {
                // The health check of the database reports it.
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                LogBroken(failure);
            }

            await Task.WhenAny(changed, Task.Delay(PollInterval, clock, stop));
        }
    }

    private async Task SendAsync(IAlertChannel channel, AlertDeliveryRow delivery, AlertMessage message, CancellationToken cancel)
    {
        try
        {
            await channel.SendAsync(message, cancel);
            await store.SentAsync(delivery.Number);
        }
        catch (Exception failure)
            when (failure is not AlertChannelException && !failure.IsDatabaseDown() && !cancel.IsCancellationRequested)
        {
            await store.FailedAsync(delivery.Number, "the channel failed; the log says why", null);
            LogBroken(failure);
        }
        catch (AlertChannelException failure)
        {
            var isLast = failure.IsPermanent || delivery.Attempts >= MaximumAttempts;
            var pause = PauseAfter(delivery.Attempts);
            await store.FailedAsync(
                delivery.Number,
                failure.Message,
                isLast ? null
                    : failure.RetryAfter > pause ? failure.RetryAfter
                    : pause
            );
            LogFailed(channel.Name, delivery.Attempts, failure.Message);
        }
    }

    private async Task PruneAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(PruneInterval, clock);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                await store.PruneAsync();
            }
            catch (Exception failure) when (failure.IsDatabaseDown())
            {
                // The next time is soon enough.
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "an alert could not be sent by {Channel} at attempt {Attempt}: {Reason}")]
    private partial void LogFailed(string channel, int attempt, string reason);

    [LoggerMessage(LogLevel.Error, "the event {Number} ({Kind}) cannot be read for alerts")]
    private partial void LogUnread(Exception failure, long number, string kind);

    [LoggerMessage(LogLevel.Error, "alerts cannot be processed; it is tried again")]
    private partial void LogBroken(Exception failure);
}
