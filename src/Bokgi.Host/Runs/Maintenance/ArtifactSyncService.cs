using Bokgi.Host.Runs.Sync;

namespace Bokgi.Host.Runs.Maintenance;

/// <summary>Uploads files in the background: at once if possible, otherwise as soon as the store is available again.</summary>
internal sealed partial class ArtifactSyncService(ArtifactSync sync, TimeProvider clock, ILogger<ArtifactSyncService> log)
    : BackgroundService
{
    // Checks regularly, because other processes over the same files cannot signal this one.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenTidying = TimeSpan.FromHours(1);

    private bool isInTrouble;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var looks = clock.CreateTimer(_ => sync.Signal(), state: null, TimeSpan.Zero, BetweenLooks);
        for (var tidied = clock.GetTimestamp(); ; )
        {
            await sync.WaitAsync(stoppingToken);
            await LookAsync(stoppingToken);
            if (clock.GetElapsedTime(tidied) < BetweenTidying)
                continue;
            tidied = clock.GetTimestamp();
            Tidy();
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        try
        {
            var count = await sync.SyncAsync(stop);
            if (isInTrouble && count > 0)
                LogRecovery(count, sync.Store.Name);
            isInTrouble = isInTrouble && count == 0;
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            if (!isInTrouble)
                LogFailure(sync.Store.Name, failure.GetBaseException().Message);
            isInTrouble = true;
        }
    }

    private void Tidy()
    {
        try
        {
            sync.RemoveOldCopies();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogFailure(sync.Store.Name, failure.Message); // another process removed copies too; it will work next time
        }
    }

    [LoggerMessage(LogLevel.Warning, "run files here are not in sync with {Store}; this is retried: {Reason}")]
    private partial void LogFailure(string store, string reason);

    [LoggerMessage(LogLevel.Warning, "{Store} works again; synced the files of {Count} runs")]
    private partial void LogRecovery(int count, string store);
}
