using Bokgi.Host.Platform.Events;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Exchanges;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Platform.Redis;

namespace Bokgi.Host.Platform;

internal static class PlatformServices
{
    /// <summary>Services that servers, workers and some commands share.</summary>
    public static void AddPlatform(this IServiceCollection services, HostSettings settings, TimeProvider clock)
    {
        services.AddSingleton(settings);
        services.AddSingleton(clock);
        services.AddSingleton<BokgiDatabase>();
        services.AddHostedService<DatabaseRecovery>();
        services.AddSingleton<RedisLink>();
        services.AddSingleton<EventLog>();
        services.AddSingleton(_ => new ExchangeConnections(settings, clock, ExchangeCatalogue.Open));
        services.AddSingleton(_ => JobStorages.Open(settings));
    }

    /// <summary>Services for requests over HTTP, which only a server needs.</summary>
    public static void AddWeb(this IServiceCollection services, HostSettings settings, TimeProvider clock)
    {
        services.AddAccess(settings, clock);
        services.AddSingleton(new BodyBudget(BodyBudget.DefaultCapacity));
        services.AddSingleton<EventFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<EventFeed>());
        services.AddProblemDetails(options => options.CustomizeProblemDetails = ProblemResponses.Complete);
        services.AddSingleton<IProblemDetailsWriter, FallbackProblemWriter>(); // tried last, after the framework's own writer
        services.AddExceptionHandler<ProblemResponses>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => JsonFormat.Configure(options.SerializerOptions));
        ApiDescription.Add(services);
        JobDashboard.Add(services);
    }
}
