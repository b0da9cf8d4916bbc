using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Tasks.Store;

/// <summary>The processes that work on tasks, as reported by their own heartbeats.</summary>
internal sealed class WorkerStore(BokgiDatabase database, TimeProvider clock)
{
    /// <summary>Number of missed heartbeats after which a worker counts as dead.</summary>
    public const int MissedHeartbeats = 2;

    public async Task RecordHeartbeatAsync(WorkerRow row)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        var updated = await context
            .Set<WorkerRow>()
            .Where(worker => worker.Name == row.Name)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(worker => worker.HeartbeatUtc, clock.NowUtc()).SetProperty(worker => worker.Running, row.Running)
            );
        if (updated > 0)
            return;
        context.Add(row);
        await context.SaveChangesAsync();
    }

    public async Task RemoveAsync(string name)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await context.Set<WorkerRow>().Where(worker => worker.Name == name).ExecuteDeleteAsync();
    }

    /// <summary>All workers, the most recent heartbeat first.</summary>
    public async Task<IReadOnlyList<WorkerRow>> ListAsync()
    {
        await using var context = database.Open();
        return await context
            .Set<WorkerRow>()
            .AsNoTracking()
            .OrderByDescending(worker => worker.HeartbeatUtc)
            .ThenBy(worker => worker.Name)
            .ToListAsync();
    }

    public bool IsAlive(WorkerRow worker) =>
        worker.HeartbeatUtc > clock.NowUtc() - (MissedHeartbeats * worker.HeartbeatSeconds * 1_000_000L);

    /// <summary>Deletes workers that have not sent a heartbeat for a day.</summary>
    public async Task PruneAsync()
    {
        var cutoffUtc = clock.NowUtc() - UnixTime.MicrosecondsPerDay;
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await context.Set<WorkerRow>().Where(worker => worker.HeartbeatUtc < cutoffUtc).ExecuteDeleteAsync();
    }
}
