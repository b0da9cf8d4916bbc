using Bokgi.Host.Backtests;
using Bokgi.Host.Backtests.Requests;
using Bokgi.Host.Backtests.Store;
using Bokgi.Host.Candles;
using Bokgi.Host.Health;
using Bokgi.Host.Platform.Access;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Events;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Platform.OpenApi;
using Bokgi.Host.Platform.Queries;
using Bokgi.Host.Platform.Redis;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Presets;
using Bokgi.Host.Presets.Store;
using Bokgi.Host.Strategies;
using Bokgi.MarketData.Lake;

namespace Bokgi.Host;

/// <summary>The web server: a table of contents.</summary>
internal static class BokgiServer
{
    private static readonly TimeSpan TimeForLastAnswers = TimeSpan.FromSeconds(3);

    /// <summary>Builds a server that is ready to start.</summary>
    public static WebApplication Build(HostSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://{Host(settings)}:{settings.Port}");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            RequestLimits.Configure(kestrel.Limits);
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // ServeCommand tells in one line why a start failed
        AddServices(builder.Services, settings);
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<CallerCheck>();
        app.Use(AnswerHead);
        app.UseRouting();
        app.UseRateLimiter();
        Map(app);
        return app;
    }

    // A free port can only be found on one address.
    private static string Host(HostSettings settings) => settings is { Host: "localhost", Port: 0 } ? "127.0.0.1" : settings.Host;

    private static void AddServices(IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton(settings);
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeForLastAnswers);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new CandleLake(settings.DataRoot));
        services.AddSingleton<WorkLine>();
        services.AddSingleton<BokgiDatabase>();
        services.AddSingleton<RedisLink>();
        services.AddSingleton<EventBell>();
        services.AddSingleton<EventLog>();
        services.AddSingleton<EventFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<EventFeed>());
        services.AddSingleton<RunStore>();
        services.AddSingleton<PresetStore>();
        services.AddSingleton<BacktestReader>();
        services.AddSingleton<BacktestRunner>();
        services.AddSingleton<RunRecording>();
        services.AddSingleton<ReadinessProbes>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = ProblemResponses.Complete);
        services.AddExceptionHandler<ProblemResponses>();
        services.AddRateLimiter(RequestLimits.Configure);
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => JsonFormat.Configure(options.SerializerOptions));
        ApiDescription.Add(services);
    }

    // What GET answers, whose body Kestrel leaves out.
    private static Task AnswerHead(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Request.Method = HttpMethods.Get;
            context.Items[EventStream.HeadersOnly] = true;
        }

        return next(context);
    }

    private static void Map(WebApplication app)
    {
        var routes = app.MapGroup("").RefuseUnknownQuery();
        HealthEndpoints.Map(routes);
        StrategyEndpoints.Map(routes);
        PresetEndpoints.Map(routes);
        BacktestEndpoints.Map(routes);
        CandleEndpoints.Map(routes);
        EventEndpoints.Map(routes);
        ApiDescription.Map(app);
    }
}
