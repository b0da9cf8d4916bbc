using Bokgi.MarketData.Locking;
using Serilog;
using Serilog.Core;

namespace Bokgi.Host.Platform.Logging;

/// <summary>The log of this process: JSON lines in a file, and readable text on the console.</summary>
internal sealed class ProcessLog : IDisposable
{
    private readonly FileLock? claim;
    private readonly LogFile file;

    public ProcessLog(LogFolder folder, HostSettings settings, string process, TimeProvider clock)
    {
        folder.DeleteOldFiles(clock);
        (var name, claim) = folder.ClaimName(process);
        file = new LogFile(folder.Path, name, clock);
        var redactor = Redactor.Of(settings);
        Logger = new LoggerConfiguration()
            .MinimumLevel.Verbose() // the filters of the logging builder decide
            .WriteTo.Sink(new JsonLogSink(file, redactor))
            .WriteTo.Sink(new ConsoleLogSink(Console.Error, redactor, settings.TimeZone))
            .WriteTo.Sink(new LogMeter())
            .CreateLogger();
    }

    public Logger Logger { get; }

    /// <summary>Why the file cannot be written at present; null if it can.</summary>
    public string? Error => file.Error;

    public string Path => file.Path;

    public void Dispose()
    {
        Logger.Dispose();
        claim?.Dispose();
    }
}
