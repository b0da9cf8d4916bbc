using Bokgi.Host.Backtests;
using Bokgi.Host.Backtests.Queued;
using Bokgi.Host.Collection;
using Bokgi.Host.PaperTrading;
using Bokgi.Host.PaperTrading.Sessions;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.PaperTrading.Verification;
using Bokgi.Host.Platform;
using Bokgi.Host.Platform.Exchanges;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Requests;
using Bokgi.Host.Storage;
using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Store;
using Bokgi.MarketData.Lake;

namespace Bokgi.Host;

/// <summary>Registers the services that the server and workers have in common.</summary>
internal static class BokgiServices
{
    /// <summary>Adds everything needed to submit and do tasks.</summary>
    public static void Add(IServiceCollection services, HostSettings settings, TimeProvider clock)
    {
        services.AddPlatform(settings, clock);
        services.AddStorage(settings);
        services.AddRuns(settings);
        services.AddSingleton(new CandleLake(settings.DataRoot));
        services.AddSingleton<BacktestReader>();
        services.AddSingleton<BacktestRunner>();
        services.AddSingleton<RunTimeEstimate>();
        services.AddSingleton<ITaskKind, BacktestTask>();
        services.AddSingleton<CandleCollector>();
        services.AddSingleton(provider => new CollectionSplitter(
            provider.GetRequiredService<CandleLake>(),
            provider.GetRequiredService<ExchangeConnections>()
        ));
        services.AddSingleton<ITaskKind, CollectionTask>();
        services.AddSingleton<PaperStore>();
        services.AddSingleton<SessionCommands>();
        services.AddSingleton<PaperPages>();
        services.AddSingleton<SessionWakeSignal>();
        services.AddSingleton<SessionVerifier>();
        services.AddSingleton<SessionService>();
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
