using Bokgi.Host.Platform.Database;
using Bokgi.MarketData;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Tasks.Store;

/// <summary>The processes that work on tasks, as they report themselves.</summary>
internal sealed class WorkerStore(BokgiDatabase database, TimeProvider clock)
{
    /// <summary>Number of missed heartbeats after which a worker counts as dead.</summary>
    public const int MissedHeartbeats = 2;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private long Now => clock.NowUtc();

    /// <summary>Records a worker's heartbeat.</summary>
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

    /// <summary>Deletes a worker that stops.</summary>
    public void Remove(string name)
    {
        using var context = database.OpenForWriting();
        context.Set<WorkerRow>().Where(worker => worker.Name == name).ExecuteDelete();
    }

    /// <summary>All workers, the most recent heartbeat first.</summary>
    public IReadOnlyList<WorkerRow> List()
    {
        using var context = database.Open();
        return [.. context.Set<WorkerRow>().AsNoTracking().OrderByDescending(worker => worker.HeartbeatUtc).ThenBy(worker => worker.Name)];
    }

    /// <summary>Workers whose heartbeats are arriving.</summary>
    public IReadOnlyList<WorkerRow> Alive() => [.. List().Where(IsAlive)];

    /// <summary>Whether a worker's heartbeats are arriving.</summary>
    public bool IsAlive(WorkerRow worker) => worker.HeartbeatUtc > Now - (MissedHeartbeats * worker.HeartbeatSeconds * 1_000_000L);

    /// <summary>Deletes workers without a heartbeat for a day.</summary>
    public void Prune()
    {
        var before = Now - (long)Kept.TotalMicroseconds;
        using var context = database.OpenForWriting();
        context.Set<WorkerRow>().Where(worker => worker.HeartbeatUtc < before).ExecuteDelete();
    }
}
