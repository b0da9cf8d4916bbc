using Bokgi.Host.Health.Checks;
using Bokgi.Host.Platform.Health;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.Health;

/// <summary>Health endpoints: whether the server answers, whether it is ready to work, and what the health checks found.</summary>
internal static class HealthEndpoints
{
    private const string RetryAfterSeconds = "5";

    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<ReadinessProbes>();
        services.AddSystemChecks();
        services.AddSingleton<IHealthCheck, LogCheck>();
        services.AddSingleton<HealthMonitor>();
        services.AddHostedService(provider => provider.GetRequiredService<HealthMonitor>());
    }

    /// <summary>Registers the checks that every process can make. Features register further checks themselves.</summary>
    public static void AddSystemChecks(this IServiceCollection services)
    {
        services.AddSingleton<HealthReporter>();
        services.AddSingleton<IHealthCheck, DatabaseCheck>();
        services.AddSingleton<IHealthCheck, RedisCheck>();
        services.AddSingleton<IHealthCheck, StorageCheck>();
        services.AddSingleton<IHealthCheck, DiskCheck>();
        services.AddSingleton<IHealthCheck, MemoryCheck>();
        services.AddSingleton<IHealthCheck, CpuCheck>();
        services.AddSingleton<IHealthCheck, ClockCheck>();
        services.AddSingleton<IHealthCheck, ContainerCheck>();
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("").WithTags("health");
        health
            .MapGet("/health", Alive)
            .NeedsNoKey()
            .Describe("Whether the server is alive", "Always 200 while the process answers; nothing else is checked.");
        health
            .MapGet("/api/health", Alive)
            .NeedsNoKey()
            .Describe("Whether the server is alive, at the path that older clients use", "The same as /health.");
        health
            .MapGet("/health/ready", Ready)
            .Needs(Role.Viewer)
            .Describe(
                "Probes database, queue, storage, data root and, when configured, Redis and the object store; 503 if one is down",
                "Each check is ok, or says what is wrong."
            )
            .Produces<HealthDocument>()
            .Produces<HealthDocument>(503);
        health
            .MapGet("/api/v1/monitoring/health", History)
            .Needs(Role.Viewer)
            .Describe(
                "What the checks of the system find, now and during the last hour",
                "Checked every 10 s. ok, warning or critical for database, Redis, storage, queue, workers, feeds, disk, memory, processors, clock and log; what is not configured is left out. Thresholds are settings (HEALTH_…)."
            );
    }

    private static Ok<HealthHistoryDocument> History(HealthMonitor monitor) => TypedResults.Ok(HealthHistoryDocument.Of(monitor.History));

    private static Ok<HealthDocument> Alive(TimeProvider clock) =>
        TypedResults.Ok(CreateDocument(new Dictionary<string, string> { ["process"] = ReadinessProbes.OkStatus }, clock));

    private static async Task<JsonHttpResult<HealthDocument>> Ready(ReadinessProbes probes, TimeProvider clock, HttpResponse response)
    {
        var document = CreateDocument(await probes.RunAsync(), clock);
        var isReady = document.Status == ReadinessProbes.OkStatus;
        if (!isReady)
            response.Headers.RetryAfter = RetryAfterSeconds;
        return TypedResults.Json(document, statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static HealthDocument CreateDocument(IReadOnlyDictionary<string, string> checks, TimeProvider clock) =>
        new(
            checks.Values.All(check => check == ReadinessProbes.OkStatus) ? ReadinessProbes.OkStatus : "down",
            UnixTime.Format(clock.NowUtc()),
            checks
        );
}
