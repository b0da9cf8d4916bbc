using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Runs.Maintenance;

/// <summary>Removes what killed processes and failed runs left: at startup, when the database is available again, and every hour.</summary>
internal sealed partial class OrphanSweep(RunStore runs, ArtifactFolders folders, TimeProvider clock, ILogger<OrphanSweep> log)
    : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    private long swept = clock.GetTimestamp();
    private bool isWaiting;

    public async Task LookAsync()
    {
        if (!folders.HasLeftovers && clock.GetElapsedTime(swept) < BetweenSweeps)
            return;
        try
        {
            var count = await folders.SweepAsync(runs.KnowsAsync);
            (swept, isWaiting) = (clock.GetTimestamp(), false);
            if (count > 0)
                LogSwept(count);
        }
        catch (Exception failure) when (Outage.Of(failure) is not null || failure is IOException)
        {
            if (!isWaiting)
                LogFailure(failure.GetBaseException().Message.ReplaceLineEndings(" "));
            isWaiting = true;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do await LookAsync();
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Information, "removed {Count} folders of unfinished runs")]
    private partial void LogSwept(int count);

    [LoggerMessage(LogLevel.Warning, "files of unfinished runs cannot be removed yet: {Reason}")]
    private partial void LogFailure(string reason);
}
