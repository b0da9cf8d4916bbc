using Bokgi.Host.Platform.Health;
using Bokgi.Host.Platform.Redis;

namespace Bokgi.Host.Health.Checks;

internal sealed class RedisCheck(RedisLink redis, TimeProvider clock) : IHealthCheck
{
    public string Name => "redis";

    public LocalizedText Failure { get; } =
        new("Redis가 응답하지 않습니다. 서버와 REDIS_URL을 확인하십시오", "Redis does not answer; check that it runs, and REDIS_URL");

    public async Task<HealthFinding?> CheckAsync(CancellationToken cancel)
    {
        if (!redis.IsConfigured)
            return null;
        var started = clock.GetTimestamp();
        if (await redis.StatusAsync() is not { } status)
            return new HealthFinding(HealthLevel.Critical, Failure, new Dictionary<string, double>());
        return HealthFinding.Ok(
            "응답합니다",
            "answers",
            new Dictionary<string, double>
            {
                ["latency_ms"] = clock.GetElapsedTime(started).TotalMilliseconds,
                ["memory_bytes"] = status.MemoryBytes,
                ["clients"] = status.Clients,
            }
        );
    }
}
