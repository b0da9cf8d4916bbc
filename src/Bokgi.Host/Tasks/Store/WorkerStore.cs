using Bokgi.Host.Platform.Database;
using Bokgi.Markets;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Tasks.Store;

/// <summary>Which processes work, as they tell themselves.</summary>
internal sealed class WorkerStore(BokgiDatabase database, TimeProvider clock)
{
    /// <summary>So many heartbeats may fail to come before a worker counts as gone.</summary>
    public const int MissedHeartbeats = 2;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private long Now => UnixTime.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Tells that a worker lives.</summary>
    public void Beat(WorkerRow row)
    {
        using var context = database.OpenForWriting();
        var known = context
            .Set<WorkerRow>()
            .Where(worker => worker.Name == row.Name)
            .ExecuteUpdate(set => set.SetProperty(worker => worker.HeartbeatUtc, Now).SetProperty(worker => worker.Running, row.Running));
        if (known > 0)
            return;
        context.Add(row);
        context.SaveChanges();
    }

    /// <summary>Forgets a worker that ends.</summary>
    public void Remove(string name)
    {
        using var context = database.OpenForWriting();
        context.Set<WorkerRow>().Where(worker => worker.Name == name).ExecuteDelete();
    }

    /// <summary>All workers, those that were heard last first.</summary>
    public IReadOnlyList<WorkerRow> List()
    {
        using var context = database.Open();
        return [.. context.Set<WorkerRow>().AsNoTracking().OrderByDescending(worker => worker.HeartbeatUtc).ThenBy(worker => worker.Name)];
    }

    /// <summary>Workers whose heartbeats come.</summary>
    public IReadOnlyList<WorkerRow> Alive() => [.. List().Where(IsAlive)];

    /// <summary>Whether a worker's heartbeats come.</summary>
    public bool IsAlive(WorkerRow worker) => worker.HeartbeatUtc > Now - (MissedHeartbeats * worker.HeartbeatSeconds * 1_000_000L);

    /// <summary>Forgets workers that were not heard for a day.</summary>
    public void Prune()
    {
        var before = Now - (long)Kept.TotalMicroseconds;
        using var context = database.OpenForWriting();
        context.Set<WorkerRow>().Where(worker => worker.HeartbeatUtc < before).ExecuteDelete();
    }
}
