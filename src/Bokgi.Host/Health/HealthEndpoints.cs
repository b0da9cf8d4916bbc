namespace Bokgi.Host.Health;

/// <summary>Whether the server lives.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", Alive).WithTags("health").WithSummary("Liveness only");
        routes.MapGet("/api/health", Alive).WithTags("health").WithSummary("Liveness only");
    }

    private static IResult Alive(TimeProvider clock) =>
        Results.Json(
            new
            {
                status = "ok",
                timestamp = clock.GetUtcNow().UtcDateTime,
                checks = new { process = "ok" },
            }
        );
}
