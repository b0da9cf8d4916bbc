namespace Bokgi.Host.Platform.Database;

/// <summary>Migrates a database that was unavailable at startup, as soon as it is available.</summary>
internal sealed partial class DatabaseRecovery(BokgiDatabase database, TimeProvider clock, ILogger<DatabaseRecovery> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private string? reportedReason;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (database.NeedsMigrationRetry && await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Task.Run(database.Migrate, stoppingToken);
                LogAvailable(database.Name);
            }
            catch (Exception failure) when (failure.IsDatabaseDown() || failure.IsDiskUnavailable() || failure is IOException)
            {
                Report(failure.Message);
            }
        }
    }

    // Logs each new reason once. The reason may change: once reachable, the database may turn out to belong to a later version.
    private void Report(string reason)
    {
        if (reason != reportedReason)
            LogUnavailable(reason);
        reportedReason = reason;
    }

    [LoggerMessage(LogLevel.Information, "{Database} is available again")]
    private partial void LogAvailable(string database);

    [LoggerMessage(LogLevel.Warning, "{Reason}; retrying every second")]
    private partial void LogUnavailable(string reason);
}
