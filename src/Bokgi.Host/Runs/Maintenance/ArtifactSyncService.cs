using Bokgi.Host.Runs.Store;
using Bokgi.Host.Runs.Sync;

namespace Bokgi.Host.Runs.Maintenance;

/// <summary>
/// Uploads files to the object store as long as the process runs: at once if possible, otherwise as soon as the store is available again.
/// </summary>
internal sealed partial class ArtifactSyncService(RunStore runs, TimeProvider clock, ILogger<ArtifactSyncService> log) : BackgroundService
{
    // Checks regularly, because other processes over the same files cannot signal this one.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenTidying = TimeSpan.FromHours(1);

    private bool isInTrouble;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var carrier = runs.Carrier!;
        await using var looks = clock.CreateTimer(_ => carrier.Signal(), state: null, TimeSpan.Zero, BetweenLooks);
        for (var tidied = clock.GetTimestamp(); ; )
        {
            await carrier.WaitAsync(stoppingToken);
            await LookAsync(carrier, stoppingToken);
            if (clock.GetElapsedTime(tidied) < BetweenTidying)
                continue;
            tidied = clock.GetTimestamp();
            Tidy(carrier);
        }
    }

    private async Task LookAsync(ArtifactSync carrier, CancellationToken stop)
    {
        try
        {
            var count = await carrier.SyncAsync(stop);
            if (isInTrouble && count > 0)
                LogBack(count, carrier.Store.Name);
            isInTrouble = isInTrouble && count == 0;
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            if (!isInTrouble)
                LogTrouble(carrier.Store.Name, failure.GetBaseException().Message);
            isInTrouble = true;
        }
    }

    private void Tidy(ArtifactSync carrier)
    {
        try
        {
            carrier.RemoveOldCopies();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogTrouble(carrier.Store.Name, failure.Message); // another process removed copies too; it will work next time
        }
    }

    [LoggerMessage(LogLevel.Warning, "the files of runs stay here for now and follow to {Store} later: {Reason}")]
    private partial void LogTrouble(string store, string reason);

    [LoggerMessage(LogLevel.Warning, "the files of {Count} runs followed to {Store}")]
    private partial void LogBack(int count, string store);
}
