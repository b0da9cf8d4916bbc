using Bokgi.Host.Platform.Schedules;

namespace Bokgi.Host.Backups;

/// <summary>Makes a backup of everything at midnight UTC, 9 in the morning in Korea.</summary>
internal sealed class DailyBackup(BackupJobs jobs) : IScheduledJob
{
    private static readonly RecurringTime Time = new(0, 0);

    public string Name => "backup";

    public bool IsEnabled => true;

    public DateTime NextAfter(DateTime utc) => Time.NextAfter(utc);

    public Task RunAsync(DateTime dueUtc, CancellationToken cancel) => jobs.MakeAllAsync(cancel);
}
