using Bokgi.Host.Backtests;
using Bokgi.Host.Backtests.Queued;
using Bokgi.Host.Collection;
using Bokgi.Host.PaperTrading.Sessions;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.PaperTrading.Verification;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Exchanges;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Platform.Redis;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Runs.Maintenance;
using Bokgi.Host.Runs.Requests;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Storage;
using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Store;
using Bokgi.MarketData.Exchanges;
using Bokgi.MarketData.Lake;
using Hangfire;

namespace Bokgi.Host;

/// <summary>Registers the services that the server and workers have in common.</summary>
internal static class BokgiServices
{
    /// <summary>Adds everything needed to submit and do tasks.</summary>
    public static void Add(IServiceCollection services, HostSettings settings, TimeProvider clock)
    {
        services.AddSingleton(settings);
        services.AddSingleton(clock);
        services.AddSingleton(new CandleLake(settings.DataRoot));
        services.AddSingleton<BokgiDatabase>();
        services.AddHostedService<DatabaseRecovery>();
        services.AddSingleton<RedisLink>();
        services.AddSingleton<EventLog>();
        if (ObjectStores.TryOpenS3(settings) is { } objects)
        {
            services.AddSingleton(objects);
            services.AddHostedService<ArtifactSyncService>();
        }

        services.AddSingleton<RunStore>();
        services.AddHostedService<OrphanSweep>();
        services.AddSingleton<BacktestReader>();
        services.AddSingleton<BacktestRunner>();
        services.AddSingleton<RunTimeEstimate>();
        services.AddSingleton<ITaskKind, BacktestTask>();
        services.AddSingleton(_ => new ExchangeConnections(settings, clock, ExchangeCatalogue.Open));
        services.AddSingleton<CandleCollector>();
        services.AddSingleton(provider => new CollectionSplitter(
            provider.GetRequiredService<CandleLake>(),
            provider.GetRequiredService<ExchangeConnections>()
        ));
        services.AddSingleton<ITaskKind, CollectionTask>();
        services.AddSingleton<PaperStore>();
        services.AddSingleton<SessionCommands>();
        services.AddSingleton<PaperPages>();
        services.AddSingleton<SessionVerifier>();
        services.AddSingleton<SessionService>();
        services.AddSingleton<JobStorage>(_ => JobStorages.Open(settings));
        services.AddSingleton<TaskStore>();
        services.AddSingleton<StepStore>();
        services.AddSingleton<StepLeaseStore>();
        services.AddSingleton<WorkerStore>();
        services.AddSingleton<TaskQueue>();
    }

    /// <summary>Makes this process work on tasks.</summary>
    public static void AddWork(IServiceCollection services, WorkerOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(_ => WorkerName.OfThisProcess());
        services.AddSingleton<StepRunner>();
        services.AddSingleton<TaskMonitor>();
        services.AddHostedService<WorkerService>();
    }

    /// <summary>Configures the log of a process. Hangfire's own errors are left out, as they show in tasks.</summary>
    public static void Configure(ILoggingBuilder logging)
    {
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning).AddFilter("Hangfire", LogLevel.Critical);
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // the commands print one line if a start failed
    }
}
