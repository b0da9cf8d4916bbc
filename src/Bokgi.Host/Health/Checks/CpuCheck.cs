using Bokgi.Host.Platform.Health;
using Bokgi.Host.Platform.Unix;

namespace Bokgi.Host.Health.Checks;

/// <summary>Checks the load of all processors since the last check. The first check measures it during a quarter of a second.</summary>
internal sealed class CpuCheck(HostSettings settings, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(250);

    private (long Busy, long Total)? last;

    public string Name => "cpu";

    public bool IsLocal => true;

    public LocalizedText Failure { get; } = new("프로세서 사용률을 읽을 수 없습니다", "the load of the processors cannot be read");

    public async Task<HealthFinding?> CheckAsync(CancellationToken cancel)
    {
        if (SystemLoad.ReadProcessorTime() is not { } now)
            return null;
        var before = last ?? now;
        if (last is null)
        {
            await Task.Delay(FirstInterval, clock, cancel);
            now = SystemLoad.ReadProcessorTime() ?? now;
        }

        last = now;
        var percent = now.Total > before.Total ? 100.0 * (now.Busy - before.Busy) / (now.Total - before.Total) : 0;
        var level = settings.Health.CpuPercent.LevelOf(percent);
        var text =
            level == HealthLevel.Ok
                ? new LocalizedText("여유가 있습니다", "has capacity left")
                : new LocalizedText(
                    string.Create(CultureInfo.InvariantCulture, $"프로세서 사용률이 {percent:0.0}%입니다"),
                    string.Create(CultureInfo.InvariantCulture, $"the processors are {percent:0.0}% busy")
                );
        return new HealthFinding(level, text, new Dictionary<string, double> { ["used_percent"] = percent });
    }
}
