using Bokgi.Host.Platform.Schedules;

namespace Bokgi.Host.Backups;

/// <summary>Removes old backups on Sundays at 01:00 UTC.</summary>
internal sealed class WeeklyCleanup(BackupJobs jobs) : IScheduledJob
{
    private static readonly RecurringTime Time = new(1, 0, DayOfWeek.Sunday);

    public string Name => "backup_cleanup";

    public bool IsEnabled => true;

    public DateTime NextAfter(DateTime utc) => Time.NextAfter(utc);

    public Task RunAsync(DateTime dueUtc, CancellationToken cancel) => jobs.CleanUpAsync(cancel);
}
