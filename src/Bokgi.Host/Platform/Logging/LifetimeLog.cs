namespace Bokgi.Host.Platform.Logging;

/// <summary>Logs when the process has started, begins to stop and has stopped.</summary>
internal sealed partial class LifetimeLog(string process, ILogger<LifetimeLog> log) : IHostedLifecycleService
{
    private bool hasStarted; // false if the start failed: the host is stopped even then

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        hasStarted = true;
        LogStarted(process, ProgramVersion.Text, Environment.ProcessId);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (hasStarted)
            LogStopping(process);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (hasStarted)
            LogStopped(process);
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "the {Process} has started: bokgi {Version}, process {ProcessId}")]
    private partial void LogStarted(string process, string version, int processId);

    [LoggerMessage(LogLevel.Information, "the {Process} is stopping")]
    private partial void LogStopping(string process);

    [LoggerMessage(LogLevel.Information, "the {Process} has stopped")]
    private partial void LogStopped(string process);
}
