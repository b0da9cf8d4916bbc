namespace Bokgi.Host.Collection;

/// <summary>
/// Starts the daily collection at its time. A missed day is not made up for: the next collection fetches everything that is missing.
/// </summary>
internal sealed partial class CollectionSchedule : BackgroundService
{
    /// <summary>The time between two checks; short, because the clock may be changed and the machine may be suspended.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly SchedulerSettings settings;
    private readonly ScheduledCollection collection;
    private readonly TimeProvider clock;
    private readonly ILogger<CollectionSchedule> log;
    private DateTime due;

    public CollectionSchedule(HostSettings settings, ScheduledCollection collection, TimeProvider clock, ILogger<CollectionSchedule> log)
    {
        (this.settings, this.collection, this.clock, this.log) = (settings.Scheduler, collection, clock, log);
        due = After(clock.GetUtcNow().UtcDateTime);
    }

    /// <summary>When the next collection starts, UTC; null when the schedule is off.</summary>
    public DateTime? NextUtc => settings.IsEnabled ? due : null;

    /// <summary>Starts the collection if it is due.</summary>
    public async Task LookAsync()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (now < due)
            return;
        var task = await collection.BeginOfAsync(DateOnly.FromDateTime(due));
        if (task is not null)
            LogBegun(task.TaskId);
        due = After(now);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.IsEnabled)
            return;
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync();
            }
            catch (Exception failure) when (Outage.Of(failure) is not null || failure is IOException)
            {
                LogAway(failure.GetBaseException().Message); // the next check tries again
            }
        }
    }

    private DateTime After(DateTime now)
    {
        var today = now.Date.AddHours(settings.Hour).AddMinutes(settings.Minute);
        return today > now ? today : today.AddDays(1);
    }

    [LoggerMessage(LogLevel.Information, "the daily collection began as task {TaskId}")]
    private partial void LogBegun(string taskId);

    [LoggerMessage(LogLevel.Warning, "the daily collection cannot begin yet: {Reason}")]
    private partial void LogAway(string reason);
}
