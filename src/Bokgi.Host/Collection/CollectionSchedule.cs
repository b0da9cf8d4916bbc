namespace Bokgi.Host.Collection;

/// <summary>Starts the daily collection. A missed day is not made up for: the next collection fetches everything that is missing.</summary>
internal sealed partial class CollectionSchedule(
    HostSettings settings,
    ScheduledCollection collection,
    TimeProvider clock,
    ILogger<CollectionSchedule> log
) : BackgroundService
{
    /// <summary>The time between two checks; short, because the clock may be changed and the machine may be suspended.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly SchedulerSettings schedule = settings.Scheduler;
    private DateTime dueUtc = NextAfter(clock.GetUtcNow().UtcDateTime, settings.Scheduler);

    /// <summary>When the next collection starts, UTC; null when the schedule is off.</summary>
    public DateTime? NextUtc => schedule.IsEnabled ? dueUtc : null;

    public async Task CheckAsync()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (now < dueUtc)
            return;
        if (await collection.StartDailyAsync(DateOnly.FromDateTime(dueUtc)) is { } task)
            LogStarted(task.TaskId);
        dueUtc = NextAfter(now, schedule);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!schedule.IsEnabled)
            return;
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CheckAsync();
            }
            catch (Exception failure) when (Outage.Describe(failure) is not null || failure is IOException)
            {
                LogUnavailable(failure.GetBaseException().Message); // the next check tries again
            }
        }
    }

    private static DateTime NextAfter(DateTime now, SchedulerSettings schedule)
    {
        var today = now.Date.AddHours(schedule.Hour).AddMinutes(schedule.Minute);
        return today > now ? today : today.AddDays(1);
    }

    [LoggerMessage(LogLevel.Information, "the daily collection was started as task {TaskId}")]
    private partial void LogStarted(string taskId);

    [LoggerMessage(LogLevel.Warning, "the daily collection cannot start yet: {Reason}")]
    private partial void LogUnavailable(string reason);
}
