using Bokgi.Host.Runs.Sync;

namespace Bokgi.Host.Runs.Maintenance;

/// <summary>
/// Syncs run files with the object store in the background: at once if possible, otherwise as soon as the store is available again. Also
/// removes old local copies, every hour.
/// </summary>
internal sealed partial class ArtifactSyncService(ArtifactSync sync, TimeProvider clock, ILogger<ArtifactSyncService> log)
    : BackgroundService
{
    // A regular check is needed because other processes that write to the same folder cannot signal this process.
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CleanupInterval = TimeSpan.FromHours(1);

    private bool isFailing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var timer = clock.CreateTimer(_ => sync.Signal(), state: null, TimeSpan.Zero, CheckInterval);
        for (var lastCleanup = clock.GetTimestamp(); ; )
        {
            await sync.WaitForSignalAsync(stoppingToken);
            await TrySyncAsync(stoppingToken);
            if (clock.GetElapsedTime(lastCleanup) < CleanupInterval)
                continue;
            lastCleanup = clock.GetTimestamp();
            TryRemoveOldCopies();
        }
    }

    private async Task TrySyncAsync(CancellationToken stop)
    {
        try
        {
            var count = await sync.SyncAsync(stop);
            if (isFailing && count > 0)
                LogRecovery(count, sync.Store.Name);
            isFailing = isFailing && count == 0; // a sync without files to transfer does not prove that the store works again
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            if (!isFailing)
                LogFailure(sync.Store.Name, failure.GetBaseException().Message);
            isFailing = true;
        }
    }

    private void TryRemoveOldCopies()
    {
        try
        {
            sync.RemoveOldCopies();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogRemovalFailure(failure.Message); // another process may be removing copies too; the next cleanup tries again
        }
    }

    [LoggerMessage(LogLevel.Warning, "run files on this machine are not in sync with {Store}; retrying: {Reason}")]
    private partial void LogFailure(string store, string reason);

    [LoggerMessage(LogLevel.Warning, "old copies of run files cannot be removed from this machine; retrying: {Reason}")]
    private partial void LogRemovalFailure(string reason);

    [LoggerMessage(LogLevel.Warning, "{Store} works again; synced the files of {Count} runs")]
    private partial void LogRecovery(int count, string store);
}
