using Bokgi.Host.Backtests;
using Bokgi.Host.Candles;
using Bokgi.Host.Collection;
using Bokgi.Host.Platform;
using Bokgi.Host.Runs;
using Bokgi.Host.Storage;
using Bokgi.Host.Tasks;

namespace Bokgi.Host;

internal static class BokgiServices
{
    public static void Add(IServiceCollection services, HostSettings settings, TimeProvider clock)
    {
        services.AddPlatform(settings, clock);
        services.AddStorage(settings);
        services.AddCandles(settings);
        services.AddRuns(settings);
        services.AddTasks();
        services.AddBacktests();
        services.AddCollection();
    }

    /// <summary>Hides Hangfire's own errors, because tasks report them.</summary>
    public static void ConfigureLogging(ILoggingBuilder logging)
    {
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning).AddFilter("Hangfire", LogLevel.Critical);
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // the command prints one line if startup fails
    }
}
