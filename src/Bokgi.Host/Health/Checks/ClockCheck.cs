using Bokgi.Host.Platform.Health;
using Bokgi.Host.Platform.Redis;

namespace Bokgi.Host.Health.Checks;

/// <summary>Compares this machine's clock with those of the servers that it talks to.</summary>
internal sealed class ClockCheck(BokgiDatabase database, RedisLink redis, HostSettings settings, TimeProvider clock) : IHealthCheck
{
    public string Name => "clock";

    public bool IsLocal => true;

    public bool NeedsDatabase => true;

    public LocalizedText Failure { get; } =
        new("시계를 비교할 서버가 응답하지 않습니다", "no server answers whose clock could be compared");

    public async Task<HealthFinding?> CheckAsync(CancellationToken cancel)
    {
        var before = clock.GetUtcNow();
        var serverTimes = new List<DateTimeOffset>();
        if ((await database.ReadStatusAsync(cancel)).ClockUtc is { } databaseTime)
            serverTimes.Add(databaseTime);
        if (await redis.StatusAsync() is { } status)
            serverTimes.Add(status.ClockUtc);
        if (serverTimes.Count == 0)
            return null;
        var after = clock.GetUtcNow();
        // A server's time between before and after proves no difference; then both numbers are negative or 0.
        var difference = serverTimes.Max(time => Math.Max((time - after).TotalSeconds, (before - time).TotalSeconds));
        var seconds = Math.Max(0, difference);
        var level = settings.Health.ClockSeconds.LevelOf(seconds);
        var values = new Dictionary<string, double> { ["difference_s"] = seconds };
        return level == HealthLevel.Ok
            ? HealthFinding.Ok("맞습니다", "agrees", values)
            : new HealthFinding(
                level,
                new LocalizedText(
                    $"이 컴퓨터의 시계가 서버와 {seconds:0.0}초 다릅니다. NTP를 켜십시오",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"this machine's clock differs by {seconds:0.0} s from a server's; enable NTP (timedatectl set-ntp true)"
                    )
                ),
                values
            );
    }
}
