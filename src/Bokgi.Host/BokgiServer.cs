using Bokgi.Host.Backtests;
using Bokgi.Host.Backtests.Store;
using Bokgi.Host.Health;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Platform.Settings;
using Bokgi.MarketData.Lake;

namespace Bokgi.Host;

/// <summary>The web server: a table of contents.</summary>
internal static class BokgiServer
{
    private const long MaximumBodyBytes = 1 << 20;
    private static readonly TimeSpan TimeForLastAnswers = TimeSpan.FromSeconds(3);

    /// <summary>Builds a server that is ready to start.</summary>
    public static WebApplication Build(HostSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://{settings.Host}:{settings.Port}");
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // a start that fails is told in one line by its command
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaximumBodyBytes);
        AddServices(builder.Services, settings);
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        HealthEndpoints.Map(app);
        BacktestEndpoints.Map(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton(settings);
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeForLastAnswers);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new CandleLake(settings.DataRoot));
        services.AddSingleton<BokgiDatabase>();
        services.AddSingleton<RunStore>();
        services.AddSingleton<BacktestReader>();
        services.AddSingleton<BacktestRunner>();
        services.AddSingleton<RunRecording>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemResponses>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => JsonFormat.Configure(options.SerializerOptions));
    }
}
