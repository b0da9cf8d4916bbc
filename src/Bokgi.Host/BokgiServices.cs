using Bokgi.Host.Backtests;
using Bokgi.Host.Candles;
using Bokgi.Host.Collection;
using Bokgi.Host.Platform;
using Bokgi.Host.Runs;
using Bokgi.Host.Storage;
using Bokgi.Host.Tasks;

namespace Bokgi.Host;

/// <summary>Registers the services that servers and workers need.</summary>
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
}
