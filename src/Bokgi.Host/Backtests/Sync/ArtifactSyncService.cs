using Bokgi.Host.Backtests.Store;

namespace Bokgi.Host.Backtests.Sync;

/// <summary>Carries what waits for the object store while the process lives, at once where it can and as soon as the store is back where it cannot.</summary>
internal sealed partial class ArtifactSyncService(RunStore runs, TimeProvider clock, ILogger<ArtifactSyncService> log) : BackgroundService
{
    // Other processes over the same files ring nobody here.
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
            LogTrouble(carrier.Store.Name, failure.Message); // another process tidied too; the next time will do
        }
    }

    [LoggerMessage(LogLevel.Warning, "the files of runs stay here for now and follow to {Store} later: {Reason}")]
    private partial void LogTrouble(string store, string reason);

    [LoggerMessage(LogLevel.Warning, "the files of {Count} runs followed to {Store}")]
    private partial void LogBack(int count, string store);
}
