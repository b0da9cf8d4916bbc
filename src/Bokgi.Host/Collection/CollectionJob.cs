using Bokgi.Host.Platform.Schedules;

namespace Bokgi.Host.Collection;

/// <summary>
/// Starts the daily collection. After days on which no server ran, one collection is enough, because it fetches all bars that are missing.
/// </summary>
internal sealed partial class CollectionJob(HostSettings settings, ScheduledCollection collection, ILogger<CollectionJob> log)
    : IScheduledJob
{
    public const string JobName = "collection";

    private readonly RecurringTime time = new(settings.Scheduler.Hour, settings.Scheduler.Minute);

    public string Name => JobName;

    public bool IsEnabled => true;

    public DateTime NextAfter(DateTime utc) => time.NextAfter(utc);

    public async Task RunAsync(DateTime dueUtc, CancellationToken cancel)
    {
        if (await collection.StartDailyAsync(DateOnly.FromDateTime(dueUtc)) is { } task)
            LogStarted(task.TaskId);
    }

    [LoggerMessage(LogLevel.Information, "the daily collection was started as task {TaskId}")]
    private partial void LogStarted(string taskId);
}
