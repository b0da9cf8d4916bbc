using Bokgi.Host.Platform.Health;

namespace Bokgi.Host.Health.Checks;

internal sealed class DatabaseCheck(BokgiDatabase database, TimeProvider clock) : IHealthCheck
{
    public string Name => "database";

    public LocalizedText Failure { get; } =
        new(
            "데이터베이스가 응답하지 않습니다. 서버와 DATABASE_URL을 확인하십시오",
            "the database does not answer; check that it runs, and DATABASE_URL"
        );

    public async Task<HealthFinding?> CheckAsync(CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        var status = await database.ReadStatusAsync(cancel);
        var values = new Dictionary<string, double>
        {
            ["latency_ms"] = clock.GetElapsedTime(started).TotalMilliseconds,
            ["size_bytes"] = status.SizeBytes,
        };
        if (status.Connections is { } connections)
            values["connections"] = connections;
        return HealthFinding.Ok("응답합니다", "answers", values);
    }
}
