using Serilog.Extensions.Logging;

namespace Bokgi.Host.Platform.Logging;

internal static class LogServices
{
    public const string ServerProcess = "server";

    /// <summary>Logs to the console and to a file, whose name contains the kind of process, such as <c>worker</c>.</summary>
    public static void AddLog(this ILoggingBuilder logging, HostSettings settings, TimeProvider clock, string process)
    {
        logging.ClearProviders();
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
        logging.AddFilter("Hangfire", LogLevel.Critical); // a job that fails stores the error in its task
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // the commands print one line if a start failed
        logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.None); // every log event has its trace id anyway
        logging.Services.AddSingleton<LogFolder>();
        logging.Services.AddSingleton(provider => new ProcessLog(provider.GetRequiredService<LogFolder>(), settings, process, clock));
        logging.Services.AddSingleton<ILoggerProvider>(provider => new SerilogLoggerProvider(
            provider.GetRequiredService<ProcessLog>().Logger
        ));
        logging.Services.AddHostedService(provider => new LifetimeLog(process, provider.GetRequiredService<ILogger<LifetimeLog>>()));
    }
}
