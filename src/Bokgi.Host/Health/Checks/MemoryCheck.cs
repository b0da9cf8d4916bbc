using Bokgi.Host.Platform.Health;
using Bokgi.Host.Platform.Unix;

namespace Bokgi.Host.Health.Checks;

/// <summary>Checks how much memory is in use: of the container's limit if it has one, otherwise of the machine.</summary>
internal sealed class MemoryCheck(HostSettings settings) : IHealthCheck
{
    public string Name => "memory";

    public bool IsLocal => true;

    public LocalizedText Failure { get; } = new("메모리 사용량을 읽을 수 없습니다", "the use of memory cannot be read");

    public Task<HealthFinding?> CheckAsync(CancellationToken cancel)
    {
        if (SystemLoad.ReadMemory() is not var (used, total))
            return Task.FromResult<HealthFinding?>(null);
        var percent = 100.0 * used / total;
        var level = settings.Health.MemoryPercent.LevelOf(percent);
        var text =
            level == HealthLevel.Ok
                ? new LocalizedText("충분합니다", "enough is free")
                : new LocalizedText(
                    string.Create(CultureInfo.InvariantCulture, $"메모리를 {percent:0.0}% 쓰고 있습니다"),
                    string.Create(CultureInfo.InvariantCulture, $"{percent:0.0}% of the memory is in use")
                );
        var values = new Dictionary<string, double>
        {
            ["used_percent"] = percent,
            ["used_bytes"] = used,
            ["process_bytes"] = Environment.WorkingSet,
        };
        return Task.FromResult<HealthFinding?>(new HealthFinding(level, text, values));
    }
}
