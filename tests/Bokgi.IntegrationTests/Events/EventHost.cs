using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Events;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Logging;
using Bokgi.Host.Platform.Redis;
using Bokgi.IntegrationTests.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bokgi.IntegrationTests.Events;

/// <summary>A server that has only the route of events, over the given database and with the given clock.</summary>
internal sealed class EventHost : IDisposable
{
    private readonly WebApplication app;

    public EventHost(StoreFixture store, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.Configure<RouteOptions>(options => options.SuppressCheckForUnhandledSecurityMetadata = true); // this server checks no keys
        builder.Services.AddSingleton(store.Settings);
        builder.Services.AddSingleton<BokgiDatabase>(store.Database);
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<LogFolder>();
        builder.Services.AddSingleton<RedisLink>();
        builder.Services.AddSingleton<EventLog>();
        builder.Services.AddSingleton<EventFeed>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<EventFeed>());
        app = builder.Build();
        app.MapEvents();
        app.StartAsync().GetAwaiter().GetResult();
    }

    public Uri Address => new(app.Urls.Single());

    public EventPublisher Publisher => new(app.Services.GetRequiredService<BokgiDatabase>(), app.Services.GetRequiredService<EventLog>());

    public EventFeed Feed => app.Services.GetRequiredService<EventFeed>();

    public void Dispose()
    {
        app.StopAsync().GetAwaiter().GetResult();
        app.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
