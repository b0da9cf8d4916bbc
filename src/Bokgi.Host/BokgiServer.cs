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

    /// <summary>Builds a server that is ready to start.</summary>
    public static WebApplication Build(HostSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://{settings.Host}:{settings.Port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaximumBodyBytes);
        AddServices(builder.Services, settings);
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        HealthEndpoints.Map(app);
        BacktestEndpoints.Map(app);
        HistoryEndpoint.Map(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton(settings);
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
