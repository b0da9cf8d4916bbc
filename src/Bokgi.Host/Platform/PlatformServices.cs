using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Events;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Exchanges;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Platform.Redis;
using Bokgi.Host.Platform.Settings;
using Bokgi.MarketData.Exchanges;

namespace Bokgi.Host.Platform;

/// <summary>Registers what all features use.</summary>
internal static class PlatformServices
{
    /// <summary>Adds settings, clock, database, events, exchanges and the job queue.</summary>
    public static void AddPlatform(this IServiceCollection services, HostSettings settings, TimeProvider clock)
    {
        services.AddSingleton(settings);
        services.AddSingleton(clock);
        services.AddSingleton<BokgiDatabase>();
        services.AddHostedService<DatabaseRecovery>();
        services.AddSingleton<RedisLink>();
        services.AddSingleton<EventWakeSignal>();
        services.AddSingleton<EventLog>();
        services.AddSingleton(_ => new ExchangeConnections(settings, clock, ExchangeCatalogue.Open));
        services.AddSingleton(_ => JobStorages.Open(settings));
    }
}
