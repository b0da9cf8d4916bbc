using Bokgi.Host.Backtests.Store;
using Bokgi.Host.Platform.Errors;

namespace Bokgi.Host.Backtests;

/// <summary>Removes the files that killed processes and refused runs left: when the process begins, when the database is back, and every hour.</summary>
internal sealed partial class LeftoverSweep(RunStore runs, TimeProvider clock, ILogger<LeftoverSweep> log) : BackgroundService
{
    /// <summary>From one look to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    private long swept = clock.GetTimestamp();
    private bool isWaiting;

    /// <summary>Sweeps if it is time to, or if this process left something.</summary>
    public void Look()
    {
        if (!runs.HasLeftovers && clock.GetElapsedTime(swept) < BetweenSweeps)
            return;
        try
        {
            var count = runs.Sweep();
            (swept, isWaiting) = (clock.GetTimestamp(), false);
            if (count > 0)
                LogSwept(count);
        }
        catch (Exception failure) when (Outage.Of(failure) is not null || failure is IOException)
        {
            if (!isWaiting)
                LogWaits(failure.GetBaseException().Message.ReplaceLineEndings(" "));
            isWaiting = true;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // what follows may wait for a lock, and the host's start does not
        using var timer = new PeriodicTimer(Interval, clock);
        do Look();
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Information, "{Count} folders of runs that were never finished are removed")]
    private partial void LogSwept(int count);

    [LoggerMessage(LogLevel.Warning, "files of runs that were never finished stay until they can be removed: {Reason}")]
    private partial void LogWaits(string reason);
}
