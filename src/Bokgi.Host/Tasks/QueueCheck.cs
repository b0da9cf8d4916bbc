using Bokgi.Host.Platform.Health;
using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Tasks;

/// <summary>Checks how many steps are waiting, and how long the oldest task has waited to be started.</summary>
internal sealed class QueueCheck(TaskStore tasks, HostSettings settings, TimeProvider clock) : IHealthCheck
{
    public string Name => "queue";

    public bool NeedsDatabase => true;

    public LocalizedText Failure { get; } = new("작업 큐를 읽을 수 없습니다", "the queue of tasks cannot be read");

    public async Task<HealthFinding?> CheckAsync(CancellationToken cancel)
    {
        var status = await tasks.GetQueueStatusAsync(cancel);
        var oldestWaitSeconds = status.OldestTaskUtc is { } oldest
            ? Math.Max(0, clock.NowUtc() - oldest) / (double)UnixTime.MicrosecondsPerSecond
            : 0;
        var depth = status.WaitingSteps.Values.Sum();
        var level = settings.Health.QueueSeconds.LevelOf(oldestWaitSeconds);
        var text =
            level == HealthLevel.Ok
                ? new LocalizedText($"대기 {depth}개", $"{depth} waiting")
                : new LocalizedText(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"가장 오래된 작업이 {oldestWaitSeconds:0}초째 기다립니다. 워커를 더 띄우십시오"
                    ),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the oldest task has waited for {oldestWaitSeconds:0} s; start more workers"
                    )
                );
        var values = new Dictionary<string, double>
        {
            ["depth"] = depth,
            ["oldest_s"] = oldestWaitSeconds,
            ["failed_last_hour"] = await tasks.CountFailedAsync(clock.NowUtc() - UnixTime.MicrosecondsPerHour, cancel),
        };
        return new HealthFinding(level, text, values);
    }
}
