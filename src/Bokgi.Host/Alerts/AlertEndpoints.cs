using Bokgi.Host.Alerts.Channels;
using Bokgi.Host.Alerts.Store;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Health;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.Alerts;

internal static class AlertEndpoints
{
    public static void AddAlerts(this IServiceCollection services, HostSettings settings)
    {
        services.AddAlertChannels(settings);
        services.AddSingleton<AlertStore>();
        services.AddSingleton<EventStore>();
        services.AddSingleton<DailySummary>();
        services.AddSingleton<IHealthObserver, HealthAlerts>();
        services.AddSingleton<AlertService>();
        services.AddHostedService(provider => provider.GetRequiredService<AlertService>());
    }

    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        var alerts = routes.MapGroup("/api/v1/monitoring/alerts").WithTags("monitoring");
        alerts
            .MapGet("", List)
            .Needs(Role.Viewer)
            .Describe(
                "Alerts of the last 30 days, newest first",
                "With their way through each channel. New ones are events of the topic alerts.",
                503
            );
        alerts
            .MapGet("/config", Config)
            .Needs(Role.Viewer)
            .Describe("Which channels are switched on, and when alerts are sent", "Addresses, keys and tokens are not shown.");
        alerts
            .MapPost("/test", Test)
            .Needs(Role.Admin)
            .Describe("Sends a test alert through every channel", "Answers when each channel has answered, at most 10 s.", 503);
    }

    private static async Task<Ok<Page<AlertDocument>>> List([AsParameters] AlertQuery query, AlertStore store, CancellationToken cancel)
    {
        var paging = query.Read();
        var (total, alerts) = await store.ListAsync(paging, cancel);
        return TypedResults.Ok(new Page<AlertDocument>(total, paging.Limit, paging.Offset, [.. alerts.Select(AlertDocument.Of)]));
    }

    private static Ok<AlertConfigDocument> Config(HostSettings settings, IEnumerable<IAlertChannel> channels) =>
        TypedResults.Ok(AlertConfigDocument.Of(settings.Alerts, channels));

    private static async Task<Ok<IReadOnlyList<ChannelResult>>> Test(
        BokgiDatabase database,
        HostSettings settings,
        IEnumerable<IAlertChannel> channels,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        await database.AuditSeparatelyAsync(cancel);
        return TypedResults.Ok(await ChannelResult.SendAsync(channels, AlertTexts.Test(settings.Environment, clock.GetUtcNow()), cancel));
    }
}
