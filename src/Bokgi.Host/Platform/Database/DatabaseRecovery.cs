namespace Bokgi.Host.Platform.Database;

/// <summary>Brings a database up to date that was away when the process began, as soon as it is there.</summary>
internal sealed partial class DatabaseRecovery(BokgiDatabase database, TimeProvider clock, ILogger<DatabaseRecovery> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (database.IsBehind && await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Task.Run(database.Migrate, stoppingToken);
                LogBack(database.Name);
            }
            catch (DatabaseUnavailableException)
            {
                // It is still away.
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "{Database} is there now")]
    private partial void LogBack(string database);
}
