using Bokgi.Host.Alerts;
using Bokgi.Host.Audit;
using Bokgi.Host.Backtests;
using Bokgi.Host.Backups;
using Bokgi.Host.Candles;
using Bokgi.Host.Collection;
using Bokgi.Host.Health;
using Bokgi.Host.Listings;
using Bokgi.Host.Monitoring;
using Bokgi.Host.PaperTrading;
using Bokgi.Host.Platform;
using Bokgi.Host.Platform.Events;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Platform.Logging;
using Bokgi.Host.Platform.Schedules;
using Bokgi.Host.Platform.Telemetry;
using Bokgi.Host.Presets;
using Bokgi.Host.Reports;
using Bokgi.Host.Runs;
using Bokgi.Host.SignIn;
using Bokgi.Host.Strategies;
using Bokgi.Host.Tasks;

namespace Bokgi.Host;

internal static class BokgiServer
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(10);

    public static WebApplication Build(HostSettings settings) => Build(settings, TimeProvider.System);

    public static WebApplication Build(HostSettings settings, TimeProvider clock)
    {
        // Settings are read once. Watching for changes would watch every file below the working folder, including candles and results.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder.WebHost.UseUrls($"http://{ListenHost(settings)}:{settings.Port}");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            RequestLimits.Configure(kestrel.Limits);
        });
        builder.Logging.AddLog(settings, clock, LogServices.ServerProcess);
        builder.Logging.AddFilter(typeof(KeyAuthentication).FullName, LogLevel.Warning);
        // Hides the warning that key files are not encrypted: only the account that runs the server can read them.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        AddServices(builder.Services, settings, clock);
        var app = builder.Build();
        app.UseMiddleware<RequestLog>();
        app.Use(SecurityHeaders.Add);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<HostAndOriginCheck>();
        app.Use(TreatHeadAsGet);
        app.UseRouting();
        app.UseCors();
        app.UseAuthentication();
        app.UseMiddleware<CallerLimitMiddleware>();
        app.UseMiddleware<AuditTrail>();
        app.UseAuthorization();
        app.UseMiddleware<RequestBodyLimits>();
        Map(app);
        return app;
    }

    // A free port can be chosen only for a single address, and localhost has two (IPv4 and IPv6).
    private static string ListenHost(HostSettings settings) => settings is { Host: "localhost", Port: 0 } ? "127.0.0.1" : settings.Host;

    private static void AddServices(IServiceCollection services, HostSettings settings, TimeProvider clock)
    {
        BokgiServices.Add(services, settings, clock);
        services.AddTelemetry(settings, LogServices.ServerProcess, isScraped: true);
        if (settings.ServerConcurrency > 0)
            services.AddWorker(new WorkerOptions("server", settings.ServerConcurrency, JobQueues.All, HeartbeatInterval));
        services.AddWeb(settings, clock);
        services.AddHealth();
        services.AddSignIn(settings);
        services.AddPresets();
        services.AddReports();
        services.AddSchedule();
        services.AddCollectionSchedule();
        services.AddListings();
        services.AddPaperTrading();
        services.AddAudit();
        services.AddMonitoring();
        services.AddAlerts(settings);
        services.AddBackups(settings);
        services.AddBackupJobs();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
    }

    // Runs the request as GET; Kestrel omits the body of the response, and an event stream ends after its headers.
    private static Task TreatHeadAsGet(HttpContext context, RequestDelegate next)
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
        var routes = app.MapGroup("").RejectUnknownQuery();
        routes.MapHealth();
        routes.MapSignIn();
        routes.MapStrategies();
        routes.MapPresets();
        routes.MapBacktests();
        routes.MapRuns();
        routes.MapReports();
        routes.MapTasks();
        routes.MapCandles();
        routes.MapCollection();
        routes.MapListings();
        routes.MapPaperTrading();
        routes.MapEvents();
        routes.MapAudit();
        routes.MapMonitoring();
        routes.MapAlerts();
        routes.MapBackups();
        app.MapPrometheusScrapingEndpoint().Needs(Role.Viewer);
        ApiDescription.Map(app);
        JobDashboard
            .Map(app)
            .Needs(Role.Admin)
            .TakesBody(BodyLimit.Form)
            .IsReadOnly(request => request.Path == JobDashboard.StatsPath)
            .AuditsBeforeHandler();
    }
}
