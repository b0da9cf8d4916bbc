using Bokgi.Host.Platform.Health;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Tasks;

/// <summary>
/// Checks whether the heartbeats of all workers arrive. A silent worker is ignored if another worker replaces it: one of the same kind that
/// started after the silent worker's last heartbeat. One new worker replaces one silent worker. The host name of the new worker may differ,
/// because a restarted container gets a new one. The worker of this process is ignored, too: if its heartbeats do not arrive, the database is
/// unavailable, and other checks report that.
/// </summary>
internal sealed class WorkerCheck(WorkerStore workers, TaskStore tasks, HostSettings settings, TimeProvider clock) : IHealthCheck
{
    public string Name => "workers";

    public bool NeedsDatabase => true;

    public LocalizedText Failure { get; } = new("워커 목록을 읽을 수 없습니다", "the list of workers cannot be read");

    public async Task<HealthFinding?> CheckAsync(CancellationToken cancel)
    {
        var all = await workers.ListAsync(cancel);
        var silent = all.Where(worker => LevelOf(worker) != HealthLevel.Ok && !WorkerName.BelongsToThisProcess(worker.Name))
            .GroupBy(worker => worker.Kind)
            .SelectMany(silentOfKind => WithoutReplacement(silentOfKind, all))
            .ToList();
        var alive = all.Count(worker => LevelOf(worker) == HealthLevel.Ok);
        var values = new Dictionary<string, double>
        {
            ["alive"] = alive,
            ["silent"] = silent.Count,
            ["running_steps"] = all.Where(worker => LevelOf(worker) == HealthLevel.Ok).Sum(worker => worker.Running),
        };
        if (silent.Count > 0)
        {
            var names = string.Join(
                ", ",
                silent.Select(worker => string.Create(CultureInfo.InvariantCulture, $"{worker.Name} ({SecondsSilent(worker):0} s)"))
            );
            return new HealthFinding(
                silent.Max(LevelOf),
                new LocalizedText(
                    $"응답 없는 워커: {names}. 그 컴퓨터와 로그를 확인하십시오",
                    $"silent workers: {names}; check their machines and logs"
                ),
                values
            );
        }

        if (alive == 0 && (await tasks.GetQueueStatusAsync(cancel)).WaitingSteps.Count > 0)
            return HealthFinding.Critical(
                "작업이 기다리는데 워커가 없습니다. 'bokgi worker'나 'bokgi serve'를 띄우십시오",
                "tasks wait and no worker is alive; start 'bokgi worker' or 'bokgi serve'",
                values
            );
        return HealthFinding.Ok($"{alive}개", $"{alive} alive", values);
    }

    // The thresholds are at least as long as the time after which a worker is considered dead, which follows from its heartbeat deadAfterSeconds.
    private HealthLevel LevelOf(WorkerRow worker)
    {
        var (warning, critical) = settings.Health.WorkerSeconds;
        var deadAfterSeconds = WorkerStore.MissedHeartbeats * worker.HeartbeatSeconds;
        return new Threshold(Math.Max(warning, deadAfterSeconds), Math.Max(critical, deadAfterSeconds)).LevelOf(SecondsSilent(worker));
    }

    private double SecondsSilent(WorkerRow worker) => (clock.NowUtc() - worker.HeartbeatUtc) / (double)UnixTime.MicrosecondsPerSecond;

    // Begins with the worker that sent the latest heartbeat: the fewest workers have started since, so it has the fewest possible replacements.
    private static IEnumerable<WorkerRow> WithoutReplacement(IEnumerable<WorkerRow> silentOfKind, IReadOnlyList<WorkerRow> all)
    {
        var replaced = 0;
        foreach (var worker in silentOfKind.OrderByDescending(worker => worker.HeartbeatUtc))
        {
            if (all.Count(other => other.Kind == worker.Kind && other.StartedUtc > worker.HeartbeatUtc) > replaced)
                replaced++;
            else
                yield return worker;
        }
    }
}
