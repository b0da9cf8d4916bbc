using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Runs.Maintenance;

/// <summary>
/// Removes the folders that killed processes and failed runs left behind: at startup, when the database is available again, and every hour.
/// </summary>
internal sealed partial class OrphanSweep(RunStore runs, ArtifactFolders folders, TimeProvider clock, ILogger<OrphanSweep> log)
    : BackgroundService
{
    public static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromHours(1);

    private long lastSweep = clock.GetTimestamp();
    private bool isFailing;

    public async Task SweepIfDueAsync()
    {
        if (!folders.HasLeftovers && clock.GetElapsedTime(lastSweep) < SweepInterval)
            return;
        try
        {
            var count = await folders.SweepOrphansAsync(runs.ExistsForFolderAsync);
            (lastSweep, isFailing) = (clock.GetTimestamp(), false);
            if (count > 0)
                LogSwept(count);
        }
        catch (Exception failure) when (Outage.Describe(failure) is not null || failure is IOException)
        {
            if (!isFailing)
                LogFailure(failure.GetBaseException().Message.ReplaceLineEndings(" "));
            isFailing = true;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CheckInterval, clock);
        do await SweepIfDueAsync();
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Information, "removed {Count} folders of unfinished runs")]
    private partial void LogSwept(int count);

    [LoggerMessage(LogLevel.Warning, "files of unfinished runs cannot be removed yet: {Reason}")]
    private partial void LogFailure(string reason);
}
