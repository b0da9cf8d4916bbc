using System.Collections.Concurrent;
using Bokgi.Host.Alerts.Store;
using Bokgi.Host.Platform.Events;
using Bokgi.Host.Platform.Events.Store;

namespace Bokgi.Host.Alerts;

/// <summary>
/// Turns events into alerts and sends the alerts that are due. Each channel sends independently: a channel that is down delays neither the
/// other channels nor any other work. Several servers on one database share the work: each event is read by one server, and each message is
/// sent by one server.
/// </summary>
internal sealed partial class AlertService(
    AlertStore store,
    EventFeed feed,
    EventStore eventStore,
    DailySummary daily,
    IEnumerable<IAlertChannel> channels,
    TimeProvider clock,
    ILogger<AlertService> log
) : BackgroundService
{
    /// <summary>A message is given up after this many attempts, which take about two hours.</summary>
    public const int MaximumAttempts = 17;

    /// <summary>If the process that claimed a message dies, another process sends the message after this time.</summary>
    public static readonly TimeSpan LeaseDuration = TimeSpan.FromMinutes(1);

    private const string Source = "events"; // AlertStore stores under this name which event was last read
    private const int BatchSize = 500;

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PruneInterval = TimeSpan.FromHours(6);

    private readonly IReadOnlyList<IAlertChannel> channels = [.. channels];
    private readonly ConcurrentDictionary<string, DateTimeOffset> pauses = new(StringComparer.Ordinal); // the end of the pause, by channel
    private readonly IReadOnlyList<string> channelNames = [.. channels.Select(channel => channel.Name)];

    /// <summary>The pause after a failed attempt: 10 s after the first, doubled after each further attempt, at most 10 minutes.</summary>
    public static TimeSpan PauseAfter(int attempt) =>
        TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << (Math.Min(attempt, MaximumAttempts) - 1)));

    /// <summary>Raises alerts for new events, queues the messages whose window has ended, and raises the daily summary.</summary>
    public async Task RaiseAlertsAsync(CancellationToken cancel)
    {
        bool hasMore;
        do
        {
            var from = await store.GetOrAddCursorAsync(Source, () => eventStore.NewestNumberAsync(cancel));
            var rows = await store.ListEventsAfterAsync(from, BatchSize, cancel);
            if (rows.Count > 0)
                await store.RaiseAsync([.. rows.Select(TryRead).OfType<Alert>()], channelNames, (Source, from, rows[^1].Number));
            hasMore = rows.Count == BatchSize;
        } while (hasMore);

        await store.SendWaitingAsync(channelNames);
        await daily.RaiseAsync(channelNames, cancel);
    }

    /// <summary>Sends the messages that are due through one channel; returns the number of attempts.</summary>
    public async Task<int> SendAsync(IAlertChannel channel, CancellationToken cancel)
    {
        var count = 0;
        while (!IsPaused(channel) && await store.ClaimAsync(channel.Name, LeaseDuration) is var (delivery, message))
        {
            await SendAsync(channel, delivery, message, cancel);
            count++;
        }

        return count;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll([
            RepeatAsync(RaiseAlertsAsync, stoppingToken),
            PruneAsync(stoppingToken),
            .. channels.Select(channel => RepeatAsync(cancel => SendAsync(channel, cancel), stoppingToken)),
        ]);

    // If a message were sent during a pause that a channel has asked for, the channel would reject the message and still count it against the
    // rate limit.
    private bool IsPaused(IAlertChannel channel) => pauses.TryGetValue(channel.Name, out var until) && clock.GetUtcNow() < until;

    // An unreadable event must not block the events after it.
    private Alert? TryRead(EventRow row)
    {
        try
        {
            return EventAlerts.CreateAlert(row);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            LogUnread(failure, row.Number, row.Kind);
            return null;
        }
    }

    // Repeats the work when the feed signals new events, at the latest after PollInterval. A raised alert is itself an event, so it also wakes
    // the loops that send to the channels.
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
            await store.MarkSentAsync(delivery.Number);
        }
        catch (Exception failure)
            when (failure is not AlertChannelException && !failure.IsDatabaseDown() && !cancel.IsCancellationRequested)
        {
            await store.MarkFailedAsync(delivery.Number, "the channel failed; the log says why", null);
            LogBroken(failure);
        }
        catch (AlertChannelException failure)
        {
            var isLast = failure.IsPermanent || delivery.Attempts >= MaximumAttempts;
            var pause = PauseAfter(delivery.Attempts);
            if (failure.RetryAfter is { } requested)
            {
                pauses[channel.Name] = clock.GetUtcNow() + requested;
                pause = requested > pause ? requested : pause;
            }

            await store.MarkFailedAsync(delivery.Number, failure.Message, isLast ? null : pause);
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
                // The next tick tries again.
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
