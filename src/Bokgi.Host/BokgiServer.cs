using Bokgi.Host.Audit;
using Bokgi.Host.Audit.Store;
using Bokgi.Host.Backtests;
using Bokgi.Host.Backtests.Queued;
using Bokgi.Host.Candles;
using Bokgi.Host.Collection;
using Bokgi.Host.Health;
using Bokgi.Host.Listings;
using Bokgi.Host.PaperTrading;
using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Sessions;
using Bokgi.Host.Platform.Access;
using Bokgi.Host.Platform.Bodies;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Events;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Platform.Keys;
using Bokgi.Host.Platform.OpenApi;
using Bokgi.Host.Platform.Queries;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Presets;
using Bokgi.Host.Presets.Store;
using Bokgi.Host.Reports;
using Bokgi.Host.Reports.Charts;
using Bokgi.Host.Runs;
using Bokgi.Host.SignIn;
using Bokgi.Host.SignIn.Store;
using Bokgi.Host.Strategies;
using Bokgi.Host.Tasks;

namespace Bokgi.Host;

/// <summary>Assembles the web server.</summary>
internal static class BokgiServer
{
    private static readonly TimeSpan TimeForLastAnswers = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    /// <summary>Builds a server that is ready to start.</summary>
    public static WebApplication Build(HostSettings settings) => Build(settings, TimeProvider.System);

    /// <summary>Builds a server that uses the given clock.</summary>
    public static WebApplication Build(HostSettings settings, TimeProvider clock)
    {
        // Settings are read once. Watching for changes would watch every file below the working folder, including candles and results.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder.WebHost.UseUrls($"http://{Host(settings)}:{settings.Port}");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            RequestLimits.Configure(kestrel.Limits);
        });
        BokgiServices.Configure(builder.Logging);
        builder.Logging.AddFilter(typeof(KeyAuthentication).FullName, LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // its key files are private to this user
        AddServices(builder.Services, settings, clock);
        var app = builder.Build();
        app.Use(AnswerHeaders.Add);
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
        app.UseMiddleware<BodyGate>();
        Map(app);
        return app;
    }

    // A free port can be chosen only for a single address, and localhost has two.
    private static string Host(HostSettings settings) => settings is { Host: "localhost", Port: 0 } ? "127.0.0.1" : settings.Host;

    private static void AddServices(IServiceCollection services, HostSettings settings, TimeProvider clock)
    {
        BokgiServices.Add(services, settings, clock);
        if (settings.ServerConcurrency > 0)
            BokgiServices.AddWork(services, new WorkerOptions("server", settings.ServerConcurrency, JobQueue.All, Heartbeat));
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeForLastAnswers);
        services.AddSingleton<ConcurrencyGate>();
        services.AddSingleton(new BodyBudget(BodyBudget.Standard));
        services.AddSingleton<EventFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<EventFeed>());
        services.AddSingleton<PresetStore>();
        services.AddSingleton<RunRecording>();
        services.AddSingleton<BacktestSubmission>();
        services.AddSingleton<CandleFingerprints>();
        services.AddSingleton<CollectionReader>();
        services.AddSingleton<ScheduledCollection>();
        services.AddSingleton<CollectionSchedule>();
        services.AddHostedService(provider => provider.GetRequiredService<CollectionSchedule>());
        services.AddSingleton<MarketCache>();
        services.AddSingleton<LiveFeeds>();
        services.AddHostedService<SessionWorker>();
        services.AddSingleton<ReadinessProbes>();
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<AuditStore>();
        SessionCookie.Add(AccessServices.Add(services, settings), settings);
        services.AddProblemDetails(options => options.CustomizeProblemDetails = ProblemResponses.Complete);
        services.AddSingleton<IProblemDetailsWriter, FallbackProblemWriter>(); // after the framework's own writer
        services.AddExceptionHandler<ProblemResponses>();
        services.AddRateLimiter(options => RequestLimits.Configure(options, settings, clock));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => JsonFormat.Configure(options.SerializerOptions));
        ApiDescription.Add(services);
        JobDashboard.Add(services);
    }

    // Runs the request as GET; Kestrel omits the body of the response.
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
        SignInEndpoints.Map(routes);
        StrategyEndpoints.Map(routes);
        PresetEndpoints.Map(routes);
        BacktestEndpoints.Map(routes);
        RunEndpoints.Map(routes);
        ReportEndpoints.Map(routes);
        TaskEndpoints.Map(routes);
        CandleEndpoints.Map(routes);
        CollectionEndpoints.Map(routes);
        MarketEndpoints.Map(routes);
        PaperEndpoints.Map(routes);
        EventEndpoints.Map(routes);
        AuditEndpoints.Map(routes);
        ApiDescription.Map(app);
        JobDashboard
            .Map(app)
            .Needs(Role.Admin)
            .TakesBody(BodyLimit.Form)
            .OnlyLooks(request => request.Path == JobDashboard.StatsPath)
            .AuditsBeforehand();
    }
}
