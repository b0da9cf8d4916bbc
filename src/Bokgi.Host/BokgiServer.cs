using Bokgi.Host.Audit;
using Bokgi.Host.Audit.Store;
using Bokgi.Host.Backtests;
using Bokgi.Host.Backtests.Requests;
using Bokgi.Host.Backtests.Store;
using Bokgi.Host.Candles;
using Bokgi.Host.Health;
using Bokgi.Host.Platform.Access;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Platform.OpenApi;
using Bokgi.Host.Platform.Queries;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Presets;
using Bokgi.Host.Presets.Store;
using Bokgi.Host.Sessions;
using Bokgi.Host.Sessions.Store;
using Bokgi.Host.Strategies;
using Bokgi.MarketData.Lake;

namespace Bokgi.Host;

/// <summary>The web server: a table of contents.</summary>
internal static class BokgiServer
{
    private static readonly TimeSpan TimeForLastAnswers = TimeSpan.FromSeconds(3);

    /// <summary>Builds a server that is ready to start.</summary>
    public static WebApplication Build(HostSettings settings) => Build(settings, TimeProvider.System);

    /// <summary>Builds a server that lives by another clock.</summary>
    public static WebApplication Build(HostSettings settings, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://{Host(settings)}:{settings.Port}");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            RequestLimits.Configure(kestrel.Limits, settings);
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // ServeCommand tells in one line why a start failed
        builder.Logging.AddFilter(typeof(KeyAuthentication).FullName, LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // its keys lie in files of this user alone
        AddServices(builder.Services, settings, clock);
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<CallerCheck>();
        app.Use(AnswerHead);
        app.UseRouting();
        app.UseCors();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseMiddleware<AuditTrail>();
        app.UseAuthorization();
        Map(app);
        return app;
    }

    // A free port can only be found on one address.
    private static string Host(HostSettings settings) => settings is { Host: "localhost", Port: 0 } ? "127.0.0.1" : settings.Host;

    private static void AddServices(IServiceCollection services, HostSettings settings, TimeProvider clock)
    {
        services.AddSingleton(settings);
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeForLastAnswers);
        services.AddSingleton(clock);
        services.AddSingleton(new CandleLake(settings.DataRoot));
        services.AddSingleton<WorkLine>();
        services.AddSingleton<BokgiDatabase>();
        services.AddSingleton<RunStore>();
        services.AddSingleton<PresetStore>();
        services.AddSingleton<BacktestReader>();
        services.AddSingleton<BacktestRunner>();
        services.AddSingleton<RunRecording>();
        services.AddSingleton<ReadinessProbes>();
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<AuditStore>();
        SessionCookie.Add(AccessServices.Add(services, settings), settings);
        services.AddProblemDetails(options => options.CustomizeProblemDetails = ProblemResponses.Complete);
        services.AddSingleton<IProblemDetailsWriter, ProblemForAnyone>(); // after the framework's own
        services.AddExceptionHandler<ProblemResponses>();
        services.AddRateLimiter(options => RequestLimits.Configure(options, settings, clock));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => JsonFormat.Configure(options.SerializerOptions));
        ApiDescription.Add(services);
    }

    // What GET answers, whose body Kestrel leaves out.
    private static Task AnswerHead(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsHead(context.Request.Method))
            context.Request.Method = HttpMethods.Get;
        return next(context);
    }

    private static void Map(WebApplication app)
    {
        var routes = app.MapGroup("").RefuseUnknownQuery();
        HealthEndpoints.Map(routes);
        SessionEndpoints.Map(routes);
        StrategyEndpoints.Map(routes);
        PresetEndpoints.Map(routes);
        BacktestEndpoints.Map(routes);
        CandleEndpoints.Map(routes);
        AuditEndpoints.Map(routes);
        ApiDescription.Map(app);
    }
}
